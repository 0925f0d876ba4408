package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tallystick.control.access.Requires;
import tallystick.control.kit.World;

/// Every method of the API × every role: who may, who may not. The table is written out, so that whoever changes a
/// scope changes it here too.
class MatrixTest {
    /// Which of A(uditor), I(nitiator), P(approver), D(administrator) may.
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("GET /v1/api-keys", "A..D"),
            Map.entry("POST /v1/api-keys", "...D"),
            Map.entry("DELETE /v1/api-keys/{id}", "...D"),
            Map.entry("GET /v1/audit", "A..D"),
            Map.entry("GET /v1/events", "AIPD"),
            Map.entry("GET /v1/events/stream", "AIPD"),
            Map.entry("GET /v1/nodes", "AIPD"),
            Map.entry("GET /v1/policies", "AIPD"),
            Map.entry("GET /v1/vaults", "AIPD"),
            Map.entry("POST /v1/vaults", "...D"),
            Map.entry("GET /v1/vaults/{id}", "AIPD"),
            Map.entry("PATCH /v1/vaults/{id}", "...D"),
            Map.entry("GET /v1/vaults/{id}/wallets", "AIPD"),
            Map.entry("POST /v1/vaults/{id}/wallets", "...D"),
            Map.entry("GET /v1/wallets/{id}", "AIPD"),
            Map.entry("GET /v1/wallets/{id}/addresses", "AIPD"),
            Map.entry("POST /v1/wallets/{id}/addresses", "...D"),
            Map.entry("GET /v1/wallets/{wallet}/addresses/{id}/balance", "AIPD"),
            Map.entry("GET /v1/withdrawals", "AIPD"),
            Map.entry("POST /v1/withdrawals", ".I.."),
            Map.entry("GET /v1/withdrawals/{id}", "AIPD"),
            Map.entry("GET /v1/withdrawals/{id}/history", "AIPD"),
            Map.entry("GET /v1/withdrawals/{id}/evidence", "AIPD"),
            Map.entry("POST /v1/withdrawals/{id}/submit", ".I.."),
            Map.entry("POST /v1/withdrawals/{id}/cancel", ".I.."),
            Map.entry("GET /v1/withdrawals/{id}/approvals", "AIPD"),
            Map.entry("POST /v1/withdrawals/{id}/approvals", "..P."),
            Map.entry("GET /v1/webhooks", "A..D"),
            Map.entry("POST /v1/webhooks", "...D"),
            Map.entry("DELETE /v1/webhooks/{id}", "...D"),
            Map.entry("GET /v1/webhooks/{id}/deliveries", "A..D"),
            Map.entry("POST /v1/webhooks/{id}/deliveries/{event}/resend", "...D"));

    private static final List<String> ROLES = List.of("AUDITOR", "INITIATOR", "APPROVER", "ADMINISTRATOR");

    private static Map<String, Requires> methods() throws Exception {
        var found = new TreeMap<String, Requires>();
        World.get()
                .control()
                .part(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((info, method) -> {
                    for (var path : info.getPatternValues())
                        for (var verb : info.getMethodsCondition().getMethods())
                            if (path.startsWith("/v1/") && !path.startsWith("/v1/openapi")) {
                                var requires = method.getMethodAnnotation(Requires.class);
                                assertThat(requires).as(path).isNotNull();
                                found.put(verb + " " + path, requires);
                            }
                });
        return found;
    }

    @Test
    void everyMethod_isInTheTable_andTheTableHasNoOther() throws Exception {
        assertThat(methods().keySet()).isEqualTo(new TreeSet<>(TABLE.keySet()));
        assertThat(TABLE).hasSize(32);
    }

    @Test
    void everyRole_mayWhatTheTableSays_andNothingElse() throws Exception {
        var world = World.get();
        var asked = 0;
        for (var role = 0; role < ROLES.size(); role++) {
            var program = world.program(ROLES.get(role));
            for (var row : TABLE.entrySet()) {
                var may = row.getValue().charAt(role) != '.';
                if (may && row.getKey().endsWith("/stream")) continue;
                var verb = row.getKey().substring(0, row.getKey().indexOf(' '));
                var target = row.getKey()
                        .substring(verb.length() + 1)
                        .replaceAll("\\{event}", "1")
                        .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
                var request = program.request(verb, target, verb.equals("POST") || verb.equals("PATCH") ? "{}" : "");
                request.headers().put("Idempotency-Key", UUID.randomUUID().toString());
                var status = program.send(request).status();
                if (may)
                    assertThat(status).as(ROLES.get(role) + " " + row.getKey()).isNotIn(401, 403, 500);
                else assertThat(status).as(ROLES.get(role) + " " + row.getKey()).isEqualTo(403);
                asked++;
            }
        }
        assertThat(asked).isEqualTo(ROLES.size() * TABLE.size() - ROLES.size());
    }
}
