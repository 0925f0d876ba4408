package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Policy;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;

/// docs/spec/policy.md: the document and its canonical text.
class PolicyFileReadTest {
    private static String text(Bytes utf8) {
        return new String(utf8.toArray(), StandardCharsets.UTF_8);
    }

    private static String refused(String json) {
        return switch (PolicyFile.parse(Bytes.ofUtf8(json))) {
            case Parsed.Ok<Policy> _ -> "read";
            case Parsed.Malformed<Policy>(var _, var expected) -> expected;
        };
    }

    private static String refused(String from, String to) {
        var example = text(Judging.example());
        assertThat(example).contains(from);
        return refused(example.replace(from, to));
    }

    @Test
    void example_isRead() {
        var policy = PolicyFile.parse(Judging.example()).orThrow();
        assertThat(policy.rules()).hasSize(7);
        assertThat(policy.rules().getFirst().effect()).isEqualTo(RuleEffect.ALLOW);
        assertThat(policy.rules().getFirst().criteria().stream().map(Criterion::kind))
                .containsExactly(
                        Criterion.Kind.SOURCE,
                        Criterion.Kind.DESTINATION,
                        Criterion.Kind.ASSET,
                        Criterion.Kind.TIME,
                        Criterion.Kind.AMOUNT);
        assertThat(policy.signatures()).hasSize(1);
    }

    @Test
    void canonicalText_isReadAsTheSamePolicy() {
        var policy = PolicyFile.parse(Judging.example()).orThrow();
        var canonical = PolicyText.canonical(policy);
        assertThat(PolicyFile.parse(canonical).orThrow()).isEqualTo(policy);
        assertThat(PolicyText.canonical(PolicyFile.parse(canonical).orThrow())).isEqualTo(canonical);
        assertThat(text(canonical)).startsWith("{\"effectiveFrom\":\"2026-11-21T00:00:00Z\",\"groups\":{\"exec\":");
    }

    @Test
    void hash_isOfTheCanonicalTextWithoutSignatures() {
        var policy = PolicyFile.parse(Judging.example()).orThrow();
        assertThat(PolicyText.hash(policy).value())
                .isEqualTo(StandardHash.sha256(PolicyText.canonical(policy.unsigned())));
        assertThat(PolicyText.hash(policy)).isEqualTo(PolicyText.hash(policy.unsigned()));
        assertThat(PolicyText.hash(policy).toString()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void spelling_doesNotMakeAnotherPolicy() {
        var policy = PolicyFile.parse(Judging.example()).orThrow();
        var example = text(Judging.example());
        var otherwise = List.of(
                example.replace("\n", " "),
                example.replace("[\"u:ann\",\"u:bo\",\"u:cy\"]", "[\"u:cy\",\"u:ann\",\"u:bo\"]"),
                example.replace("\"10000\"", "\"10000.00\""),
                example.replace("\"PT24H\"", "\"P1D\""),
                example.replace("\"depth\": \"ANY\"", "\"targetIn\": [\"payees\"]")
                        .replace(", \"targetIn\": [\"payees\"]", ""),
                example.replace(
                        "0x40a2accbd92bca938b02010e17a5b8929b49130d", "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D"),
                example.replace("\"counts\": \"RESERVED\", ", ""),
                example.replace("\"excludeInitiator\": true, ", ""));
        for (var each : otherwise) {
            assertThat(each).isNotEqualTo(example);
            assertThat(PolicyText.hash(PolicyFile.parse(Bytes.ofUtf8(each)).orThrow()))
                    .isEqualTo(PolicyText.hash(policy));
        }
    }

    @Test
    void everyOtherDifference_makesAnotherPolicy() {
        var hash = PolicyText.hash(PolicyFile.parse(Judging.example()).orThrow());
        var example = text(Judging.example());
        var changes = List.of(
                List.of("\"version\": 42", "\"version\": 43"),
                List.of("\"10000\"", "\"10001\""),
                List.of("08:00-19:00", "08:00-20:00"),
                List.of("\"min\": 3", "\"min\": 2"),
                List.of("\"HARDWARE\"", "\"PASSKEY\""),
                List.of("\"PT6H\"", "\"PT5H\""),
                List.of("\"excludeInitiator\": true", "\"excludeInitiator\": false"),
                List.of("\"decoded\": false", "\"decoded\": true"),
                List.of("\"per\": [\"source\"]", "\"per\": [\"vault\"]"));
        for (var each : changes) {
            var other = example.replace(each.get(0), each.get(1));
            assertThat(other).isNotEqualTo(example);
            assertThat(PolicyText.hash(PolicyFile.parse(Bytes.ofUtf8(other)).orThrow()))
                    .isNotEqualTo(hash);
        }
    }

    @Test
    void refusals_nameThePlaceAndWhatBelongsThere() {
        assertThat(refused("\"scoreMin\": 60", "\"scoreMin\": 101"))
                .isEqualTo("at /rules/3/match/risk/scoreMin: a whole number in 0..100");
        assertThat(refused("\"fiat\": \"USD\", \"max\": \"10000\"", "\"fiat\": \"USD\", \"max\": 10000"))
                .startsWith("at /rules/0/match/amount/max: a number from 0 on as text");
        assertThat(refused("\"group\": \"risk\", \"min\": 1, \"order\": 2", "\"group\": \"board\", \"min\": 1"))
                .isEqualTo("at /rules/2/approvals/1/group: a group of this policy");
        assertThat(refused("\"in\": [\"payees\"]}, \"asset\"", "\"in\": [\"friends\"]}, \"asset\""))
                .isEqualTo("at /rules/0/match/destination/in/0: a list of addresses of this policy");
        assertThat(refused("\"in\": [\"payees\"]}, \"asset\"", "\"in\": [\"stables\"]}, \"asset\""))
                .isEqualTo("at /rules/0/match/destination/in/0: a list of addresses of this policy");
        assertThat(refused("Europe/Paris", "Europe/Atlantis"))
                .isEqualTo("at /rules/0/match/time/tz: a time zone such as Europe/Paris or UTC");
        assertThat(refused("08:00-19:00", "19:00-08:00"))
                .isEqualTo("at /rules/0/match/time/hours: a beginning before the end, within one day");
        assertThat(refused("0x40a2accbd92bca938b02010e17a5b8929b49130d", "0x40A2accbd92bca938b02010e17a5b8929b49130d"))
                .isEqualTo("at /lists/delegatecallTargets/items/0: "
                        + "chain:address of a known chain, with its right checksum");
        assertThat(refused("\"id\": \"no-opaque\"", "\"id\": \"no-delegatecall\""))
                .isEqualTo("at /rules/6/id: an id of its own");
    }

    @Test
    void whatIsNotRead_isRefused() {
        assertThat(refused("\"decoded\": false", "\"decoded\": false, \"decodable\": true"))
                .startsWith("at /rules/6/match: no other fields than amount, asset, authority");
        assertThat(refused("\"version\": 42", "\"version\": null")).startsWith("at /version: a whole number");
        assertThat(refused("\"version\": 42", "\"version\": 42.0")).startsWith("at /version: a whole number");
        assertThat(refused("\"version\": 42", "\"version\": 42, \"version\": 42"))
                .isEqualTo("a name given once");
        assertThat(refused("policy/v1", "policy/v2")).isEqualTo("at /schema: tallystick.policy/v1");
        assertThat(refused("\"counts\": \"RESERVED\"", "\"counts\": \"SIGNED\""))
                .isEqualTo("at /rules/4/limit/counts: RESERVED");
        assertThat(refused("\"mustInclude\": [\"role:risk\"]", "\"mustInclude\": []"))
                .startsWith("at /rules/0/signers/mustInclude: a list of 1..64 items");
    }

    @Test
    void partsOfAnotherEffect_areRefused() {
        assertThat(refused("\"match\": {\"decoded\": false}", "\"delay\": {\"min\": \"PT1H\"}"))
                .isEqualTo("at /rules/6/delay: nothing: DENY has no delay");
        assertThat(refused("\"expiresIn\": \"PT1H\"", "\"approvals\": [{\"group\": \"exec\", \"min\": 1}]"))
                .isEqualTo("at /rules/0/approvals: nothing: ALLOW has no approvals");
        assertThat(refused("\"effect\": \"LIMIT\"", "\"effect\": \"DENY\""))
                .isEqualTo("at /rules/4: a limit with LIMIT, and with nothing else");
        assertThat(refused("\"onExceed\": {\"effect\": \"REQUIRE\"", "\"onExceed\": {\"effect\": \"ALLOW\""))
                .isEqualTo("at /rules/4/limit/onExceed: DENY with nothing else but freeze, or REQUIRE");
        assertThat(refused("{\"org\": \"acme\"}", "{\"org\": \"acme\"}, \"admission\": \"INHERITED\""))
                .isEqualTo("at /: a sound policy: the organisation inherits from nobody");
        assertThat(refused(
                        "{\"org\": \"acme\"}",
                        "{\"org\": \"acme\", \"workspace\": \"prod\"}, \"admission\": \"INHERITED\""))
                .isEqualTo("at /: a sound policy: an ALLOW where the outer places admit");
        assertThat(refused("{\"org\": \"acme\"}", "{\"org\": \"acme\", \"vault\": \"hot\"}"))
                .isEqualTo("at /scope: no inner place without the outer ones");
    }
}
