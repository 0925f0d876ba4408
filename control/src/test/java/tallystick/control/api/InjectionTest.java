package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Algorithm;
import tallystick.control.access.Role;
import tallystick.control.access.Scope;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every place of every method that takes a text, given one that would be a statement where texts were put together.
class InjectionTest {
    private static final Path FILE =
            Path.of(System.getProperty("tallystick.root", "..")).resolve("control/openapi.json");
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TEXTS = List.of(
            "'; drop table audit; --",
            "' or '1'='1",
            "x' union select public_key::text from api_keys --",
            "\\'; select pg_sleep(60); --",
            "$$; delete from withdrawals; $$",
            "{1,2}'::text[]",
            "\" or true or \"",
            "%' or name like '%");
    private static final int INTERNAL = 500;
    private static final int CROWDED = 429;

    private final Map<Role, Program> programs = new EnumMap<>(Role.class);

    private Program of(String scope) throws Exception {
        for (var role : Role.values())
            if (role.scopes().contains(Scope.valueOf(scope))) {
                var known = programs.get(role);
                if (known != null) return known;
                var made = World.get().program(role.name());
                programs.put(role, made);
                return made;
            }
        throw new AssertionError("nobody has " + scope);
    }

    /// How many rows each table has of which nothing is ever deleted.
    private static Map<String, Long> rows() throws Exception {
        var store = World.get().control().part(Store.class);
        var found = new TreeMap<String, Long>();
        for (var table : List.of("api_keys", "vaults", "wallets", "withdrawals", "approvals", "workspaces"))
            found.put(
                    table,
                    store.sql("select count(*) from " + table).query(Long.class).single());
        return found;
    }

    private static String target(String path, JsonNode operation, String text) {
        var written = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        var query = new StringBuilder();
        for (var each : operation.path("parameters"))
            if (each.path("in").asString().equals("query"))
                query.append(query.isEmpty() ? "?" : "&")
                        .append(each.path("name").asString())
                        .append('=')
                        .append(written);
        // The server itself turns away what has a backslash in its path.
        return path.replaceAll("\\{[a-zA-Z]+}", written.replace("%5C", "")) + query;
    }

    /// A body with the text wherever a text may stand.
    private static Object value(JsonNode schemas, JsonNode schema, String text, int depth) {
        if (depth > 4) return text;
        var ref = schema.path("$ref").asString("");
        if (!ref.isEmpty())
            return value(schemas, schemas.path(ref.substring(ref.lastIndexOf('/') + 1)), text, depth + 1);
        var type = schema.path("type");
        var kind = type.isArray() ? type.path(0).asString() : type.asString("");
        return switch (kind) {
            case "array" -> List.of(value(schemas, schema.path("items"), text, depth + 1));
            case "object" -> {
                var all = new HashMap<String, Object>();
                for (var each : schema.path("properties").properties())
                    all.put(each.getKey(), value(schemas, each.getValue(), text, depth + 1));
                yield all;
            }
            case "integer" -> 1;
            case "boolean" -> false;
            default -> text;
        };
    }

    private static int asked(Program program, String method, String target, String body) throws Exception {
        var status = new int[1];
        Patience.until("a place for " + target, () -> {
            var request = program.request(method, target, body);
            if (method.equals("POST"))
                request.headers().put("Idempotency-Key", UUID.randomUUID().toString());
            status[0] = program.send(request).status();
            return status[0] != CROWDED;
        });
        return status[0];
    }

    @Test
    void textThatWouldBeAStatement_isAText_inEveryPlaceOfEveryMethod() throws Exception {
        var file = JSON.readTree(Files.readString(FILE));
        var schemas = file.path("components").path("schemas");
        var asked = 0;
        for (var text : TEXTS) {
            var before = rows();
            for (var path : file.path("paths").properties())
                for (var operation : path.getValue().properties()) {
                    var scope = operation.getValue().path("x-scope").asString("");
                    if (scope.isEmpty() || path.getKey().endsWith("/stream")) continue;
                    var schema = operation
                            .getValue()
                            .path("requestBody")
                            .path("content")
                            .path("application/json")
                            .path("schema");
                    var body = schema.isMissingNode() ? "" : JSON.writeValueAsString(value(schemas, schema, text, 0));
                    var method = operation.getKey().toUpperCase(Locale.ROOT);
                    var target = target(path.getKey(), operation.getValue(), text);
                    assertThat(asked(of(scope), method, target, body))
                            .as("%s %s %s", method, target, body)
                            .isLessThan(INTERNAL);
                    asked++;
                }
            var after = rows();
            before.forEach((table, count) -> assertThat(after.getOrDefault(table, 0L))
                    .as("%s after %s", table, text)
                    .isGreaterThanOrEqualTo(count));
        }
        assertThat(asked).isGreaterThanOrEqualTo(60 * TEXTS.size());
    }

    /// What is taken as it is comes back as it was, and finds nothing but itself.
    @Test
    void textThatIsKept_comesBackAsItWas() throws Exception {
        var administrator = World.get().administrator();
        for (var text : List.of("'; drop table audit; --", "$$ \\ ' or '1'='1")) {
            var key = Program.with(World.get().base(), Algorithm.ED25519);
            var made = administrator.post(
                    "/v1/api-keys",
                    Map.of("name", text, "algorithm", "ED25519", "publicKey", key.publicKey(), "role", "AUDITOR"));
            assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
            assertThat(made.text("name")).isEqualTo(text);
            assertThat(administrator.delete("/v1/api-keys/" + made.text("id")).status())
                    .isEqualTo(204);
        }
    }
}
