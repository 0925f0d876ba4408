package tallystick.house;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/specrefs.yml`: which step of which specification stands where in the code.
final class References {
    private static final Pattern ENTRY = Pattern.compile(
            "^- step: (\\S.*\\S)\\n  spec: (https://\\S+|docs/spec/\\S+)\\n  anchor: (tallystick[\\w.]+)#(\\w+)$",
            Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("@spec (https://\\S+|docs/spec/\\S+)");

    /// @param type with its package and the types around it
    record Entry(String step, String spec, String type, String method) {}

    private References() {}

    static List<Entry> read(String yaml) {
        return ENTRY.matcher(yaml)
                .results()
                .map(match -> new Entry(match.group(1), match.group(2), match.group(3), match.group(4)))
                .toList();
    }

    /// Lines that belong to no entry and are neither empty nor a comment, and entries that stand twice.
    static List<String> stray(String yaml) {
        var found = new ArrayList<String>();
        ENTRY.matcher(yaml)
                .replaceAll("")
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> found.add("belongs to no entry: " + line));
        var seen = new HashSet<Entry>();
        for (var entry : read(yaml)) if (!seen.add(entry)) found.add("stands twice: " + entry.step());
        return found;
    }

    /// Every specification that shipped code names, by its address.
    static SortedSet<String> named(List<Source> sources) {
        return sources.stream()
                .filter(Source::isMain)
                .flatMap(source -> NAMED.matcher(source.text()).results().map(match -> match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What is wrong with the entries: no such type or method, or neither of their comments names the specification.
    static List<String> broken(List<Entry> entries, List<Source> sources) {
        var byType = sources.stream()
                .filter(Source::isMain)
                .flatMap(source -> source.types().stream()
                        .map(type -> Map.entry(source.packageName() + "." + type.name(), source)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
        var found = new ArrayList<String>();
        for (var entry : entries) {
            var source = byType.get(entry.type());
            if (source == null) {
                found.add("%s: there is no type %s".formatted(entry.step(), entry.type()));
                continue;
            }
            var owner = entry.type().substring(source.packageName().length() + 1);
            var methods = source.methods().stream()
                    .filter(method ->
                            method.owner().equals(owner) && method.name().equals(entry.method()))
                    .toList();
            if (methods.isEmpty())
                found.add("%s: %s has no method %s".formatted(entry.step(), entry.type(), entry.method()));
            var comments = Stream.concat(
                            methods.stream().map(Source.Method::doc),
                            source.types().stream()
                                    .filter(type -> type.name().equals(owner))
                                    .map(Source.Type::doc))
                    .filter(doc -> doc != null && names(doc, entry.spec()));
            if (!methods.isEmpty() && comments.findAny().isEmpty())
                found.add("%s: neither %s nor %s carries @spec %s"
                        .formatted(entry.step(), entry.method(), owner, entry.spec()));
        }
        return found;
    }

    private static boolean names(String doc, String spec) {
        return NAMED.matcher(doc).results().anyMatch(match -> match.group(1).equals(spec));
    }
}
