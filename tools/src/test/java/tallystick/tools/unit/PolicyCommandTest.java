package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.tools.kit.Policies.file;
import static tallystick.tools.kit.Policies.run;
import static tallystick.tools.kit.Policies.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.kit.JudgingVectors;
import tallystick.tools.kit.Policies;

@DisplayName("tallystick policy, docs/spec/policy-review.md")
class PolicyCommandTest {
    @TempDir
    Path directory;

    private Path written(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Path treasury() {
        return file("vectors/policy/templates/treasury.json");
    }

    /// The treasury's, without the rule that always asks two people.
    private static String open() throws IOException {
        return template("treasury")
                .lines()
                .filter(line -> !line.contains("\"always-two\""))
                .collect(Collectors.joining("\n"));
    }

    private static String ofUnits(String whole) {
        return """
            {"id": "pay", "at": "2026-11-24T16:00:00Z", "chain": "eip155:1",
             "source": {"workspace": "prod", "vault": "main", "tags": ["treasury"]}, "initiator": {"id": "u:ann"},
             "legs": [{"activity": "TRANSFER", "to": "0xf89d7b9c864f589bbF53a82105107622B35EaA40", "asset": "slip44:60",
                       "amount": "%s", "decimals": 18}],
             "facts": {"pricesUsd": {"slip44:60": "2000"}, "riskScore": 10,
                       "screened": {"0xf89d7b9c864f589bbF53a82105107622B35EaA40": true}},
             "book": {"0xf89d7b9c864f589bbF53a82105107622B35EaA40": "2026-01-01T00:00:00Z"}}
            """.formatted(whole + "000000000000000000");
    }

    @Test
    void templates_areThoseOfTheVectors_inBothForms() throws IOException {
        var names = run("template").out().lines().toList();
        assertThat(names).containsExactly("cold", "exchange-hot", "payments", "treasury");
        for (var name : names) {
            assertThat(run("template", name).out()).isEqualTo(template(name));
            var yaml = written(name + ".yaml", run("template", name, "--yaml").out());
            assertThat(run("hash", yaml).out())
                    .startsWith("sha256:")
                    .isEqualTo(run("hash", file("vectors/policy/templates/%s.json".formatted(name)))
                            .out());
        }
        var unheard = run("template", "unheard");
        assertThat(unheard.status()).isEqualTo(64);
        assertThat(unheard.err()).contains("there are cold, exchange-hot, payments, treasury");
    }

    @Test
    void fmt_printsTheCanonicalText_fromWhateverForm() throws IOException {
        var canonical = run("fmt", treasury()).out();
        assertThat(canonical.strip()).startsWith("{\"effectiveFrom\":").doesNotContain("\n");
        var yaml = written("p.yml", run("fmt", treasury(), "--yaml").out());
        assertThat(run("fmt", yaml).out()).isEqualTo(canonical);
    }

    @Test
    void check_saysWhatIsWrong_andExitsOneForErrors() throws IOException {
        var fine = run("check", treasury());
        assertThat(fine.status()).isZero();
        assertThat(fine.out())
                .contains("WARNING UNREACHABLE_QUORUM at /rules/4/approvals/0/min: ")
                .contains(", 20 rules: 0 errors, ");
        var spoilt =
                written("p.json", template("treasury").replace("\"min\": 1, \"order\": 2", "\"min\": 9, \"order\": 2"));
        var ran = run("check", spoilt, "--json");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.json().path("format").stringValue()).isEqualTo("tallystick-policy-1");
        assertThat(ran.json().path("hash").stringValue()).startsWith("sha256:");
        var first = ran.json().path("remarks").get(0);
        assertThat(first.path("severity").stringValue()).isEqualTo("ERROR");
        assertThat(first.path("pointer").stringValue()).isEqualTo("/rules/3/approvals/1/min");
        assertThat(first.path("sentence").stringValue()).contains("9 of group risk, in which there are 2 people");
    }

    @Test
    void whatIsNoPolicy_isRefusedByFileLineAndPlace() throws IOException {
        var json = written(
                "p.json",
                template("treasury")
                        .replace(
                                "\"effect\": \"DENY\", \"activity\": [\"APPROVE",
                                "\"effect\": \"DENNY\", \"activity\": [\"APPROVE"));
        assertThat(run("check", json).status()).isEqualTo(2);
        assertThat(run("check", json).err())
                .startsWith("tallystick policy check: p.json, line 33: expected at /rules/15/effect: one of ALLOW");
        var yaml = written(
                "p.yaml", run("template", "treasury", "--yaml").out().replace("effect: LIMIT", "effect: LIMITS"));
        var line = Files.readString(yaml).lines().toList().indexOf("    effect: LIMITS") + 1;
        assertThat(run("check", yaml).err())
                .startsWith("tallystick policy check: p.yaml, line %d: expected at /rules/10/effect: ".formatted(line));
        assertThat(run("check", directory.resolve("absent.json")).status()).isEqualTo(2);
        assertThat(run("check").status()).isEqualTo(64);
        var latin = Files.write(directory.resolve("l.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
        assertThat(run("check", latin).err()).contains("no text in UTF-8");
    }

    @Test
    void diff_saysTheDirectionOfEachDifference_andTheAmounts() throws IOException {
        var draft = written(
                "d.json",
                template("treasury")
                        .replace("\"20000000\"", "\"30000000\"")
                        .replace("\"codeAgeMax\": \"P30D\"", "\"codeAgeMax\": \"P60D\""));
        var ran = run("diff", treasury(), draft);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .contains("LOOSEN: rule pay-known-payees altered in match.amount: ")
                .contains("TIGHTEN: rule no-new-code altered in match.counterparty: ")
                .contains("  /rules: The most that one payment may be grows from 20000000 to 30000000 USD.")
                .endsWith("2 differences: the change as a whole is LOOSEN\n");
        assertThat(run("diff", draft, treasury()).out())
                .contains("LOOSEN: rule no-new-code")
                .doesNotContain("grows");
        var same = run("diff", treasury(), treasury(), "--json");
        assertThat(same.status()).isZero();
        assertThat(same.json().path("direction").stringValue()).isEqualTo("TIGHTEN");
        assertThat(same.json().path("differences")).isEmpty();
        assertThat(run("diff", treasury(), treasury()).out()).isEqualTo("nothing differs\n");
    }

    @Test
    void diff_callsLoosening_whatMayChangeWhoDecidesOnChanges() throws IOException {
        var draft = written("d.json", template("treasury").replace("\"scoreMin\": 60", "\"scoreMin\": 50"));
        assertThat(run("diff", treasury(), draft).out())
                .contains("LOOSEN: rule step-up-by-risk altered in match.risk: it may change who decides on changes");
    }

    @Test
    void simulate_explainsWhatNobodyAskedFor() throws IOException {
        var pending = run("simulate", treasury(), written("c.json", ofUnits("12")));
        assertThat(pending.status()).isEqualTo(1);
        assertThat(pending.out())
                .startsWith("pay: Pending: 2 things are not met yet.\n  2 people of group exec have to agree,")
                .contains(
                        "tier-1m (REQUIRE) does not match: amount asks for at least 1000000 USD, and here is 24000 USD"
                                + " (12 of eip155:1/slip44:60 at 2000 USD each) (it is too little).");
        var allowed = run("simulate", written("open.json", open()), written("c.json", ofUnits("12")), "--json");
        assertThat(allowed.status()).isZero();
        assertThat(allowed.json().path("cases").get(0).path("allowed").booleanValue())
                .isTrue();
        assertThat(allowed.json().path("cases").get(0).path("rules")).hasSize(19);
    }

    @Test
    void simulate_hearsWhatACaseSaysThatPeopleAnswered() throws IOException {
        var all = """
                {"by":"u:dee","strength":"HARDWARE","at":"2026-11-24T15:58:00Z"},
                {"by":"u:eli","strength":"HARDWARE","at":"2026-11-24T15:58:00Z"%s},
                {"by":"u:gus","at":"2026-11-24T15:%s:00Z"}""";
        for (var said : Map.of(
                        all.formatted("", "59"),
                        true,
                        all.formatted("", "57"),
                        false,
                        all.formatted(",\"human\":\"h:dee\"", "59"),
                        false,
                        all.formatted(",\"answer\":\"REJECT\"", "59"),
                        false,
                        "{\"by\":\"u:dee\"}",
                        false)
                .entrySet()) {
            var text = ofUnits("12").replace("\"pay\"", "\"pay\",\"approvals\":[" + said.getKey() + "]");
            var ran = run("simulate", treasury(), written("c.json", text), "--json")
                    .json();
            assertThat(ran.path("cases").get(0).path("allowed").booleanValue())
                    .as(said.getKey())
                    .isEqualTo(said.getValue());
        }
    }

    @Test
    void simulate_asksRulesOfKeys_ofTheKeyThatACaseNames() throws IOException {
        var key = "0123456789abcdef0123456789abcdef";
        var rule = "{\"id\": \"key\", \"effect\": \"DENY\", \"activity\": [\"*\"],"
                + " \"match\": {\"initiator\": {\"apiKeys\": [\"" + key + "\"]}}},";
        var policy = written("keys.json", open().replace("\"rules\": [", "\"rules\": [" + rule));
        for (var named : Map.of(",\"apiKey\":\"%s\"".formatted(key), 1, ",\"apiKey\":\"another\"", 0, "", 1)
                .entrySet()) {
            var text = ofUnits("12").replace("\"u:ann\"", "\"u:ann\"" + named.getKey());
            assertThat(run("simulate", policy, written("c.json", text)).status())
                    .as(named.getKey())
                    .isEqualTo(named.getValue());
        }
    }

    @Test
    void simulate_asksThePlacesInsideAsWell() throws IOException {
        var place = written("place.json", """
                {"schema": "tallystick.policy/v1", "id": "main", "version": 1, "admission": "INHERITED",
                 "scope": {"org": "example", "workspace": "prod", "vault": "main"},
                 "effectiveFrom": "2026-01-01T00:00:00Z",
                 "rules": [{"id": "closed", "effect": "DENY", "activity": ["*"]}]}
                """);
        var file = written("c.json", ofUnits("12"));
        assertThat(run("simulate", treasury(), file, "--place", place).out())
                .contains("DENIED_BY main/closed of leg 1: a rule denies it.")
                .contains("main/closed (DENY) matches and denies leg 1.");
    }

    @Test
    void replay_namesWhatWouldBeDecidedOtherwise() throws IOException {
        var open = written("open.json", open());
        var draft = written("d.json", open().replace("\"20000000\"", "\"30000\""));
        var history = written(
                "h.json",
                "{\"cases\":[%s,%s]}"
                        .formatted(
                                ofUnits("12").replace("\"pay\"", "\"small\""),
                                ofUnits("20").replace("\"pay\"", "\"large\"")));
        var ran = run("replay", draft, history, "--before", open);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .isEqualTo("large NEWLY_DENIED: allowed, would be denied (NO_ALLOW template-treasury/move-inside:"
                        + " destination: the destination is of another kind)\n1 of 2 would change: 1 newly denied\n");
        assertThat(run("replay", open, history, "--before", open).status()).isZero();
        var json = run("replay", draft, history, "--before", open, "--json").json();
        assertThat(json.path("changes").get(0).path("turn").stringValue()).isEqualTo("NEWLY_DENIED");
        var backwards =
                written("b.json", "[%s,%s]".formatted(ofUnits("1"), ofUnits("1").replace("11-24T16", "11-23T16")));
        assertThat(run("replay", draft, backwards, "--before", open).err())
                .contains("pay is earlier")
                .isNotEmpty();
    }

    @Test
    void replay_withoutThePolicyOfThen_goesByWhatWasDecided() throws IOException {
        var draft = written("d.json", open().replace("\"20000000\"", "\"30000\""));
        var history = written(
                "h.json",
                "{\"cases\":[%s,%s]}"
                        .formatted(
                                ofUnits("12").replace("\"pay\"", "\"small\",\"decided\":\"ALLOWED\""),
                                ofUnits("20").replace("\"pay\"", "\"large\",\"decided\":\"PENDING\"")));
        var ran = run("replay", draft, history);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).startsWith("large NEWLY_DENIED: pending, would be denied (NO_ALLOW ");
        assertThat(ran.out()).endsWith("1 of 2 would change: 1 newly denied\n");
        assertThat(run("replay", written("open.json", open()), history).out())
                .isEqualTo("large NEWLY_ALLOWED: pending, would be allowed\n1 of 2 would change: 1 newly allowed\n");
        assertThat(run("replay", draft, written("u.json", ofUnits("1"))).err())
                .contains("pay does not say what was decided");
    }

    @Test
    void casesOfAnotherForm_areRefusedByThePlace() throws IOException {
        var fine = ofUnits("1");
        for (var bad : List.of(
                fine.replace("\"legs\"", "\"leggs\""),
                fine.replace("TRANSFER", "TRANSFERS"),
                fine.replace(
                        "0xf89d7b9c864f589bbF53a82105107622B35EaA40\", \"asset",
                        "0xF89d7b9c864f589bbF53a82105107622B35EaA40\", \"asset"),
                fine.replace("eip155:1", "eip155"),
                fine.replace("2026-11-24T16:00:00Z", "today"),
                fine.replace("u:ann", "ann"),
                fine.replace("\"amount\"", "\"decoded\""),
                fine.replace("\"vault\"", "\"wallet\""),
                fine.replace("\"slip44:60\",\n", "\"ether\",\n"),
                fine.replace("\"id\": \"pay\"", "\"id\": \"a\\u202eb\""))) {
            var ran = run("simulate", treasury(), written("c.json", bad));
            assertThat(ran.status()).as(bad).isEqualTo(2);
            assertThat(ran.err()).startsWith("tallystick policy simulate: case").contains(": expected ");
        }
    }

    @Test
    void whatIsMissing_isNamed() throws IOException {
        assertThat(run("simulate", treasury(), written("c.json", "{\"id\":\"x\"}"))
                        .err())
                .isEqualTo("tallystick policy simulate: case: the field \"at\" is missing\n");
        for (var command : List.of("check", "hash"))
            assertThat(run(command, directory.resolve("none.json")))
                    .returns(2, Policies.Ran::status)
                    .satisfies(ran -> assertThat(ran.err()).endsWith("none.json: there is no such file\n"));
    }

    @Test
    void explain_judgesRecordedTransactions_andSaysWhy() throws IOException {
        var vectors = JudgingVectors.vectors("incidents.json");
        var file = written("v.json", "[%s,%s]".formatted(vectors.getFirst(), vectors.getLast()));
        var ran = run("explain", file("vectors/incidents/policy.json"), file, "--at", JudgingVectors.AT);
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("BYBIT-POS-65 ADMIT\n")
                .contains("BTC-UNKNOWN-DESTINATION DENY\nDenied, for ")
                .contains("treasury/fee-rate-abnormal (DENY) matches and denies leg 1.");
        var json = run("explain", file("vectors/incidents/policy.json"), file, "--at", JudgingVectors.AT, "--json")
                .json();
        assertThat(json.path("vectors").get(1).path("deciding").get(0).stringValue())
                .startsWith("treasury/");
        assertThat(run("explain", treasury(), file, "--at", "noon").status()).isEqualTo(64);
    }

    @Test
    void topology_findsWhatOneHandCouldDo() throws IOException {
        var text = """
                quorum: 2 of (a, b, c)
                parties:
                  a: {operator: one, zone: z1, account: x}
                  b: {operator: two, zone: z2, account: w}
                  c: {operator: three, zone: z3, account: z}
                """.replace("2 of (a, b, c)", "\"2 of (a, b, c)\"");
        assertThat(run("topology", written("t.yaml", text)).out())
                .isEqualTo("3 parties: 0 grave, 0 other weaknesses\n");
        var same = run("topology", written("t.yaml", text.replace("account: w", "account: x")));
        assertThat(same.status()).isEqualTo(1);
        assertThat(same.out())
                .startsWith("ERROR HOLDS_SIGNING_SET: account x (a, b) can sign alone.\nWARNING BLOCKS_SIGNING: ");
        var mandatory =
                run("topology", written("t.yaml", text.replace("2 of (a, b, c)", "all(a, 1 of (b, c))")), "--json");
        assertThat(mandatory.status()).isZero();
        assertThat(mandatory.json().path("weaknesses").get(0).path("kind").stringValue())
                .isEqualTo("BLOCKS_SIGNING");
        assertThat(run("topology", written("t.yaml", text.replace("2 of (a, b, c)", "2 of (a")))
                        .err())
                .contains("topology.quorum: expected ");
    }

    private static final String STATIONS = """
            {"vaults": [], "nodes": [{"name": "a", "roles": ["risk"]}], "policies": [],
             "stations": [{"node": "a", "operator": "one", "zone": "z1", "account": "x", "provider": "o"},
                          {"node": "b", "operator": "two", "zone": "z2", "account": "w", "provider": "q"},
                          {"node": "c", "operator": "three", "zone": "z3", "account": "z", "provider": "p"}]}""";

    @Test
    void topology_readsTheGovernedDocumentOfPlaces() throws IOException {
        var places = written("places.json", STATIONS);
        assertThat(run("topology", "--places", places, "--tree", "2 of (a, b, c)")
                        .out())
                .isEqualTo("3 parties: 0 grave, 0 other weaknesses\n");
        assertThat(run("topology", "--places", places, "--tree", "2 of (a, c)").status())
                .isZero();
        var same = written("same.json", STATIONS.replace("\"two\"", "\"One\""));
        var found = run("topology", "--places", same, "--tree", "2 of (a, b, c)");
        assertThat(found.status()).isEqualTo(1);
        assertThat(found.out()).startsWith("ERROR HOLDS_SIGNING_SET: operator one (a, b) can sign alone.\n");
        var recovery = run("topology", "--places", places, "--tree", "2 of (a, b, c)", "--recovery", "all(a, b)");
        assertThat(recovery.status()).isZero();
        assertThat(recovery.out()).contains("Without operator one (a) nothing can be recovered.");
    }

    @Test
    void topologyOfFilesThatDoNotSayIt_isRefused() throws IOException {
        var places = written("places.json", STATIONS);
        var silent = written("silent.json", "{\"vaults\": [], \"nodes\": [], \"policies\": []}");
        assertThat(run("topology", "--places", silent, "--tree", "2 of (a, b, c)")
                        .err())
                .contains("stations");
        var twice = written("twice.json", STATIONS.replace("\"b\"", "\"a\""));
        assertThat(run("topology", "--places", twice, "--tree", "2 of (a, b, c)")
                        .err())
                .contains("its node has one already");
        var odd = written("odd.json", STATIONS.replace("\"zone\"", "\"zoo\""));
        assertThat(run("topology", "--places", odd, "--tree", "2 of (a, b, c)").status())
                .isEqualTo(2);
        assertThat(run("topology", "--places", places).status()).isEqualTo(64);
        assertThat(run("topology").status()).isEqualTo(64);
        assertThat(run("topology", places, "--places", places, "--tree", "a").status())
                .isEqualTo(64);
        assertThat(run("topology", "--places", places, "--tree", "2 of (a").err())
                .contains("--tree: ");
    }

    @Test
    void everyCommand_hasHelp() {
        for (var name :
                List.of("check", "hash", "fmt", "diff", "explain", "simulate", "replay", "template", "topology")) {
            var help = run(name, "--help");
            assertThat(help.status()).as(name).isZero();
            assertThat(help.out()).startsWith("Usage: policy " + name);
        }
        assertThat(run().out()).startsWith("Usage: policy");
    }
}
