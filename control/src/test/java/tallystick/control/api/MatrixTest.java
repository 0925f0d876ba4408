package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tallystick.control.access.Open;
import tallystick.control.access.Requires;
import tallystick.control.kit.OpenedVault;
import tallystick.control.kit.World;

/// Every method of the API × every role: who may, who may not. The table is written out, so that whoever changes a
/// scope changes it here too.
class MatrixTest {
    /// Which of A(uditor), I(nitiator), P(approver), C (who proposes changes), G(uard), O(perator), D(administrator)
    /// may.
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("GET /v1/api-keys", "A.....D"),
            Map.entry("POST /v1/api-keys", "......D"),
            Map.entry("DELETE /v1/api-keys/{id}", "......D"),
            Map.entry("GET /v1/audit", "A....OD"),
            Map.entry("GET /v1/audit/entries", "AIPCGOD"),
            Map.entry("GET /v1/ceremonies", "AIPCGOD"),
            Map.entry("GET /v1/wallets/{id}/balances", "AIPCG.D"),
            Map.entry("GET /v1/events", "AIPCGOD"),
            Map.entry("GET /v1/events/stream", "AIPCGOD"),
            Map.entry("GET /v1/nodes", "AIPCGOD"),
            Map.entry("GET /v1/policies", "AIPCGOD"),
            Map.entry("POST /v1/policies/replay", "AIPCGOD"),
            Map.entry("POST /v1/policies/what-if", "AIPCG.D"),
            Map.entry("GET /v1/vaults", "AIPCG.D"),
            Map.entry("POST /v1/vaults", "......D"),
            Map.entry("GET /v1/vaults/{id}", "AIPCG.D"),
            Map.entry("PATCH /v1/vaults/{id}", "......D"),
            Map.entry("GET /v1/vaults/{id}/wallets", "AIPCG.D"),
            Map.entry("POST /v1/vaults/{id}/wallets", "......D"),
            Map.entry("GET /v1/wallets/{id}", "AIPCG.D"),
            Map.entry("GET /v1/wallets/{id}/addresses", "AIPCG.D"),
            Map.entry("POST /v1/wallets/{id}/addresses", "......D"),
            Map.entry("GET /v1/wallets/{wallet}/addresses/{id}/balance", "AIPCG.D"),
            Map.entry("GET /v1/withdrawals", "AIPCG.D"),
            Map.entry("POST /v1/withdrawals", ".I....."),
            Map.entry("GET /v1/withdrawals/{id}", "AIPCG.D"),
            Map.entry("GET /v1/withdrawals/{id}/history", "AIPCG.D"),
            Map.entry("GET /v1/withdrawals/{id}/evidence", "AIPCG.D"),
            Map.entry("POST /v1/withdrawals/{id}/submit", ".I....."),
            Map.entry("POST /v1/withdrawals/{id}/speed-up", ".I....."),
            Map.entry("POST /v1/withdrawals/{id}/cancel-on-chain", ".I....."),
            Map.entry("POST /v1/payouts", ".I....."),
            Map.entry("POST /v1/wallets/{id}/sweeps", ".I....."),
            Map.entry("POST /v1/withdrawals/{id}/cancel", ".I....."),
            Map.entry("GET /v1/withdrawals/{id}/approvals", "AIPCG.D"),
            Map.entry("POST /v1/withdrawals/{id}/approvals", "..P...."),
            Map.entry("GET /v1/withdrawals/{id}/comments", "AIPCG.D"),
            Map.entry("POST /v1/withdrawals/{id}/comments", ".IPCG.."),
            Map.entry("POST /v1/withdrawals/{id}/intent", ".I....."),
            Map.entry("GET /v1/withdrawals/{id}/decision", "AIPCG.D"),
            Map.entry("GET /v1/withdrawals/{id}/verdicts", "AIPCG.D"),
            Map.entry("GET /v1/approvals", "AIPCG.D"),
            Map.entry("GET /v1/keys", "AIPCGOD"),
            Map.entry("GET /v1/people", "AIPCGOD"),
            Map.entry("GET /v1/people/{id}", "AIPCGOD"),
            Map.entry("GET /v1/invitations", "AIPCGOD"),
            Map.entry("GET /v1/identities", "AIPCGOD"),
            Map.entry("POST /v1/identities/statements", "...C..."),
            Map.entry("POST /v1/identities", "...C..."),
            Map.entry("DELETE /v1/identities/{id}", "...C..."),
            Map.entry("POST /v1/invitations", "......D"),
            Map.entry("GET /v1/documents", "AIPCGOD"),
            Map.entry("GET /v1/documents/{kind}", "AIPCGOD"),
            Map.entry("GET /v1/address-book", "AIPCGOD"),
            Map.entry("GET /v1/freezes", "AIPCGOD"),
            Map.entry("POST /v1/freezes/orders", "....G.."),
            Map.entry("POST /v1/freezes", "....G.."),
            Map.entry("GET /v1/proposals", "AIPCGOD"),
            Map.entry("POST /v1/proposals", "...C..."),
            Map.entry("GET /v1/proposals/{id}", "AIPCGOD"),
            Map.entry("POST /v1/proposals/{id}/submit", "...C..."),
            Map.entry("POST /v1/proposals/{id}/approvals", "..P...."),
            Map.entry("GET /v1/webhooks", "A....OD"),
            Map.entry("POST /v1/webhooks", "......D"),
            Map.entry("POST /v1/webhooks/keys", "......D"),
            Map.entry("DELETE /v1/webhooks/{id}", "......D"),
            Map.entry("GET /v1/webhooks/{id}/deliveries", "A....OD"),
            Map.entry("POST /v1/webhooks/{id}/deliveries/{event}/resend", "......D"));

    /// What a key that is bound to vaults may ask for as well: what looks into one vault, or lists those it may see.
    private static final Set<String> BOUND = Set.of(
            "GET /v1/wallets/{id}/balances",
            "GET /v1/vaults",
            "GET /v1/vaults/{id}",
            "PATCH /v1/vaults/{id}",
            "GET /v1/vaults/{id}/wallets",
            "POST /v1/vaults/{id}/wallets",
            "GET /v1/wallets/{id}",
            "GET /v1/wallets/{id}/addresses",
            "POST /v1/wallets/{id}/addresses",
            "GET /v1/wallets/{wallet}/addresses/{id}/balance",
            "GET /v1/withdrawals",
            "POST /v1/withdrawals",
            "GET /v1/withdrawals/{id}",
            "GET /v1/withdrawals/{id}/history",
            "GET /v1/withdrawals/{id}/evidence",
            "POST /v1/withdrawals/{id}/submit",
            "POST /v1/withdrawals/{id}/speed-up",
            "POST /v1/withdrawals/{id}/cancel-on-chain",
            "POST /v1/payouts",
            "POST /v1/wallets/{id}/sweeps",
            "POST /v1/withdrawals/{id}/cancel",
            "GET /v1/withdrawals/{id}/approvals",
            "POST /v1/withdrawals/{id}/approvals",
            "GET /v1/withdrawals/{id}/comments",
            "POST /v1/withdrawals/{id}/comments",
            "POST /v1/withdrawals/{id}/intent",
            "GET /v1/withdrawals/{id}/decision",
            "GET /v1/withdrawals/{id}/verdicts",
            "GET /v1/approvals");

    /// Who may follow the stream, which is not opened here.
    private static final int STREAMING = 7;

    private static final List<String> ROLES =
            List.of("AUDITOR", "INITIATOR", "APPROVER", "PROPOSER", "GUARD", "OPERATOR", "ADMINISTRATOR");

    /// Who is each of them, and nothing else.
    private static final List<String> PEOPLE = List.of("aud", "ina", "ava", "pia", "gus", "opa", "adi");

    /// What nobody has to be signed in for: it finds out itself who asks.
    private static final Set<String> OPEN = Set.of(
            "POST /v1/session/challenge",
            "POST /v1/session",
            "GET /v1/session",
            "DELETE /v1/session",
            "GET /v1/session/ways",
            "POST /v1/session/provider",
            "POST /v1/session/provider/answer",
            "GET /v1/invitations/{code}",
            "POST /v1/invitations/{code}/key");

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
                                var name = verb + " " + path;
                                if (OPEN.contains(name))
                                    assertThat(method.hasMethodAnnotation(Open.class))
                                            .as(name)
                                            .isTrue();
                                else found.put(name, requires(method, name));
                            }
                });
        return found;
    }

    private static Requires requires(HandlerMethod method, String name) {
        assertThat(method.hasMethodAnnotation(Open.class)).as(name).isFalse();
        var requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) throw new AssertionError(name + " is reached by nobody");
        return requires;
    }

    @Test
    void everyMethod_isInTheTable_andTheTableHasNoOther() throws Exception {
        assertThat(methods().keySet()).isEqualTo(new TreeSet<>(TABLE.keySet()));
        assertThat(TABLE).hasSize(68);
    }

    @Test
    void boundKey_mayAskForWhatIsOfItsVaults_andForNothingElse() throws Exception {
        var bound = new TreeSet<String>();
        methods().forEach((name, requires) -> {
            if (requires.bound()) bound.add(name);
        });
        assertThat(bound).isEqualTo(new TreeSet<>(BOUND));
        var world = World.get();
        var vault = OpenedVault.of(
                        world.administrator(),
                        "bound " + UUID.randomUUID(),
                        world.key().id().toString(),
                        List.of(List.of("risk", "client")))
                .vault()
                .path("id")
                .asString();
        var refused = 0;
        for (var role = 0; role < ROLES.size(); role++) {
            var program = world.bound(ROLES.get(role), List.of(vault));
            for (var row : TABLE.entrySet()) {
                if (BOUND.contains(row.getKey())) continue;
                var verb = row.getKey().substring(0, row.getKey().indexOf(' '));
                var target = row.getKey()
                        .substring(verb.length() + 1)
                        .replaceAll("\\{event}", "1")
                        .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
                var request = program.request(verb, target, verb.equals("POST") ? "{}" : "");
                request.headers().put("Idempotency-Key", UUID.randomUUID().toString());
                assertThat(program.send(request).status())
                        .as(ROLES.get(role) + " " + row.getKey())
                        .isEqualTo(403);
                refused++;
            }
        }
        assertThat(refused).isEqualTo(ROLES.size() * (TABLE.size() - BOUND.size()));
    }

    @FunctionalInterface
    private interface Asking {
        int status(String verb, String target, String body) throws Exception;
    }

    /// Asks for everything in one role.
    private static int walk(int role, String who, Asking asking) throws Exception {
        var asked = 0;
        for (var row : TABLE.entrySet()) {
            var may = row.getValue().charAt(role) != '.';
            if (may && row.getKey().endsWith("/stream")) continue;
            var verb = row.getKey().substring(0, row.getKey().indexOf(' '));
            var target = row.getKey()
                    .substring(verb.length() + 1)
                    .replaceAll("\\{event}", "1")
                    .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
            var status = asking.status(verb, target, verb.equals("POST") || verb.equals("PATCH") ? "{}" : "");
            if (may) assertThat(status).as(who + " " + row.getKey()).isNotIn(401, 403, 500);
            else assertThat(status).as(who + " " + row.getKey()).isEqualTo(403);
            asked++;
        }
        return asked;
    }

    @Test
    void everyRole_mayWhatTheTableSays_andNothingElse() throws Exception {
        var world = World.get();
        var asked = 0;
        for (var role = 0; role < ROLES.size(); role++) {
            var program = world.program(ROLES.get(role));
            asked += walk(role, ROLES.get(role), (verb, target, body) -> {
                var request = program.request(verb, target, body);
                request.headers().put("Idempotency-Key", UUID.randomUUID().toString());
                return program.send(request).status();
            });
        }
        assertThat(asked).isEqualTo(ROLES.size() * TABLE.size() - STREAMING);
    }

    @Test
    void everyPerson_mayWhatHisRoleMay_andNothingElse() throws Exception {
        var world = World.get();
        var asked = 0;
        for (var role = 0; role < ROLES.size(); role++) {
            var person = world.visitor(PEOPLE.get(role)).signIn();
            asked += walk(role, PEOPLE.get(role), (verb, target, body) -> {
                var headers = person.headers();
                headers.put("Idempotency-Key", UUID.randomUUID().toString());
                return person.send(verb, target, body, headers).status();
            });
        }
        assertThat(asked).isEqualTo(ROLES.size() * TABLE.size() - STREAMING);
    }

    @Test
    void nobody_mayNothing() throws Exception {
        var stranger = World.get().visitor("ina");
        for (var row : TABLE.keySet()) {
            var verb = row.substring(0, row.indexOf(' '));
            var target = row.substring(verb.length() + 1)
                    .replaceAll("\\{event}", "1")
                    .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
            assertThat(stranger.send(verb, target, verb.equals("GET") ? "" : "{}", stranger.headers())
                            .status())
                    .as(row)
                    .isEqualTo(401);
        }
    }
}
