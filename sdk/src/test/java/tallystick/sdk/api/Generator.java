package tallystick.sdk.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tallystick.core.chain.json.Json;

/// Writes the Java client from control/openapi.json: a record for each thing that is answered, a builder for each that
/// is sent or narrows a question, and for each first word of a path a class with its operations.
final class Generator {
    /// Of the classes that the text of a client may use, where they are.
    private static final Map<String, String> PLACES = Map.of(
            "Instant", "java.time",
            "InputStream", "java.io",
            "List", "java.util",
            "Map", "java.util",
            "Optional", "java.util",
            "TreeMap", "java.util",
            "UUID", "java.util",
            "Json", "tallystick.core.chain.json",
            "Bytes", "tallystick.crypto.codec",
            "Fields", "tallystick.sdk");

    private static final int LINE = 108;
    private static final Pattern SPACE = Pattern.compile(" +");

    private final Json api;
    private final Map<String, Json> schemas;
    private final Map<String, String> files = new TreeMap<>();

    private Generator(Json api) {
        this.api = api;
        this.schemas = Schemas.members(Schemas.at(api, "components", "schemas"));
    }

    /// The text of each file, by its name.
    static Map<String, String> files(Json api) {
        var generator = new Generator(api);
        generator.write();
        return generator.files;
    }

    private void write() {
        var sent = new TreeSet<String>();
        var answered = new TreeSet<String>();
        var groups = new TreeMap<String, List<Operation>>();
        for (var operation : Operation.all(api)) {
            operation.body().ifPresent(each -> gather(each, sent));
            operation.answer().ifPresent(each -> gather(each, answered));
            groups.computeIfAbsent(operation.group(), _ -> new ArrayList<>()).add(operation);
            if (!operation.query().isEmpty()) query(operation);
        }
        if (sent.stream().anyMatch(answered::contains))
            throw new AssertionError("what is sent is a thing that is answered: name them otherwise");
        sent.forEach(this::builder);
        answered.stream().filter(each -> !Schemas.isFree(schema(each))).forEach(this::model);
        groups.forEach(this::operations);
    }

    private Json schema(String name) {
        return Optional.ofNullable(schemas.get(name))
                .orElseThrow(() -> new AssertionError("the description has no schema " + name));
    }

    /// The names of all that something is made of.
    private void gather(Json schema, Set<String> names) {
        Schemas.name(schema).ifPresent(name -> {
            if (names.add(name)) gather(schema(name), names);
        });
        Schemas.properties(schema).values().forEach(each -> gather(each, names));
        schema.member("items").ifPresent(each -> gather(each, names));
    }

    private void model(String name) {
        var schema = schema(name);
        var required = Schemas.required(schema);
        var parts = new ArrayList<String>();
        var reads = new ArrayList<String>();
        Schemas.properties(schema).forEach((field, type) -> {
            var isThere = required.contains(field);
            parts.add(kind(type, !isThere) + " " + field);
            reads.add("in.%s(\"%s\", %s)".formatted(isThere ? "get" : "maybe", field, reading(type)));
        });
        file(name, """
            /// What the API calls %s.
            public record %s(%s) {
            static %s read(Json json) throws ControlUnreachable {
            var in = new Answered(json);
            return new %s(%s);
            }
            }
            """.formatted(name, name, String.join(", ", parts), name, name, String.join(", ", reads)));
    }

    private void builder(String name) {
        var methods = new StringBuilder();
        Schemas.properties(schema(name))
                .forEach((field, type) ->
                        methods.append("""

                            /// With this %s.
                            public %s %s(%s value) {
                            var _ = fields.%s;
                            return this;
                            }
                            """.formatted(field, name, field, kind(type, false), with(field, type))));
        file(name, """
            /// What the API calls %s, to be sent; what is not given is left out. **Threads** one.
            public final class %s {
            private final Fields fields = Fields.none();
            %s
            Fields fields() {
            return fields;
            }
            }
            """.formatted(name, name, methods));
    }

    private void query(Operation operation) {
        var name = operation.queryName();
        var methods = new StringBuilder();
        for (var field : operation.query().entrySet())
            methods.append("""

                /// With this %s.
                public %s %s(%s value) {
                values.put("%s", %s);
                return this;
                }
                """.formatted(
                            field.getKey(),
                            name,
                            field.getKey(),
                            kind(field.getValue(), false),
                            field.getKey(),
                            kind(field.getValue(), false).equals("String") ? "value" : "String.valueOf(value)"));
        file(name, """
            /// What narrows `%s`; what is not given does not. **Threads** one.
            public final class %s {
            private final Map<String, String> values = new TreeMap<>();
            %s
            Map<String, String> values() {
            return values;
            }
            }
            """.formatted(operation.id(), name, methods));
    }

    private void operations(String group, List<Operation> all) {
        file(group, """
            /// Operations of the API on `%s`, as control/openapi.json has them. **Threads** any.
            public final class %s {
            private final Connection connection;

            /// Over this connection.
            public %s(Connection connection) {
            this.connection = connection;
            }
            %s}
            """.formatted(
                        all.getFirst().root(),
                        group,
                        group,
                        all.stream().map(this::operation).collect(Collectors.joining())));
    }

    private String operation(Operation one) {
        var parameters = new ArrayList<String>();
        one.inPath().forEach((name, type) -> parameters.add(kind(type, false) + " " + name));
        one.body().ifPresent(each -> parameters.add(kind(each, false) + " body"));
        if (!one.query().isEmpty()) parameters.add(one.queryName() + " query");
        one.headers()
                .forEach((header, isThere) ->
                        parameters.add((isThere ? "String " : "Optional<String> ") + Operation.camel(header)));
        var answer = one.answer();
        var asked = "new Connection.Asked(\"%s\", %s, %s, %s)"
                .formatted(
                        one.verb().toUpperCase(Locale.ROOT),
                        one.target() + (one.query().isEmpty() ? "" : ".with(query.values())") + ".text()",
                        one.body().isPresent() ? "body.fields().encode()" : "Bytes.empty()",
                        headers(one));
        var call = one.isStream()
                ? "return connection.stream(%s);".formatted(asked)
                : answer.map(each -> "return %s(connection.ask(%s));".formatted(called(each), asked))
                        .orElse("var _ = connection.ask(%s);".formatted(asked));
        return """

            %s
            public %s %s(%s) throws ControlRefused, ControlUnreachable {
            %s
            }
            """.formatted(
                        comment(one.summary()),
                        one.isStream()
                                ? "InputStream"
                                : answer.map(each -> kind(each, false)).orElse("void"),
                        one.id(),
                        String.join(", ", parameters),
                        call);
    }

    private static String headers(Operation one) {
        if (one.headers().size() > 1) throw new AssertionError("several headers of " + one.id());
        return one.headers().entrySet().stream()
                .map(each -> (each.getValue()
                                ? "Map.of(\"%s\", %s)"
                                : "%2$s.map(each -> Map.of(\"%1$s\", each)).orElse(Map.of())")
                        .formatted(each.getKey(), Operation.camel(each.getKey())))
                .findFirst()
                .orElse("Map.of()");
    }

    private static String called(Json answer) {
        return Schemas.name(answer).orElseThrow() + ".read";
    }

    private String kind(Json schema, boolean isOptional) {
        var kind = plain(schema);
        if (isOptional) return "Optional<%s>".formatted(boxed(kind));
        return kind;
    }

    private String plain(Json schema) {
        var name = Schemas.name(schema);
        if (name.isPresent()) return Schemas.isFree(schema(name.get())) ? "Json" : name.get();
        return switch (Schemas.type(schema)) {
            case "string" ->
                switch (schema.text("format").orElse("")) {
                    case "uuid" -> "UUID";
                    case "date-time" -> "Instant";
                    default -> "String";
                };
            case "integer" -> schema.text("format").orElse("").equals("int64") ? "long" : "int";
            case "boolean" -> "boolean";
            case "array" -> "List<%s>".formatted(boxed(plain(Schemas.items(schema))));
            case "object" -> "Json";
            default -> throw new AssertionError("no type in Java for " + schema);
        };
    }

    private static String boxed(String kind) {
        return switch (kind) {
            case "int" -> "Integer";
            case "long" -> "Long";
            case "boolean" -> "Boolean";
            default -> kind;
        };
    }

    private String reading(Json schema) {
        var kind = plain(schema);
        return switch (kind) {
            case "String" -> "Answered::text";
            case "UUID" -> "Answered::id";
            case "Instant" -> "Answered::moment";
            case "int" -> "Answered::whole";
            case "long" -> "Answered::large";
            case "boolean" -> "Answered::truth";
            case "Json" -> "Answered::any";
            default ->
                kind.startsWith("List<")
                        ? "Answered.list(%s)".formatted(reading(Schemas.items(schema)))
                        : kind + "::read";
        };
    }

    /// How it is put among what is sent.
    private String with(String field, Json schema) {
        var kind = plain(schema);
        return switch (kind) {
            case "String", "int", "long", "boolean", "List<String>" -> "with(\"%s\", value)".formatted(field);
            case "UUID", "Instant" -> "with(\"%s\", value.toString())".formatted(field);
            case "List<List<String>>" -> "withLists(\"%s\", value)".formatted(field);
            default ->
                kind.startsWith("List<")
                        ? "withEach(\"%s\", value.stream().map(%s::fields).toList())"
                                .formatted(field, plain(Schemas.items(schema)))
                        : "with(\"%s\", value.fields())".formatted(field);
        };
    }

    private static String comment(String sentence) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder("///");
        for (var word : SPACE.splitAsStream(sentence).toList()) {
            if (line.length() + word.length() > LINE) {
                lines.add(line.toString());
                line = new StringBuilder("///");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return String.join("\n", lines);
    }

    private void file(String name, String text) {
        var imports = new TreeSet<String>();
        PLACES.forEach((used, place) -> {
            if (mentions(text, used)) imports.add(place + "." + used);
        });
        for (var ours : List.of("Connection", "ControlRefused", "ControlUnreachable"))
            if (mentions(text, ours)) imports.add("tallystick.sdk." + ours);
        files.put(
                name + ".java",
                "package tallystick.sdk.api;\n\n%s\n%s"
                        .formatted(
                                imports.stream()
                                        .map(each -> "import %s;\n".formatted(each))
                                        .collect(Collectors.joining()),
                                text));
    }

    private static boolean mentions(String text, String word) {
        return text.lines()
                .filter(each -> !each.startsWith("///"))
                .anyMatch(each -> each.matches(".*(?<![A-Za-z\"])%s(?![A-Za-z\"]).*".formatted(word)));
    }
}
