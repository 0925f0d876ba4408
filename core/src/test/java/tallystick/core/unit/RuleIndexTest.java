package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Scope;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;

/// docs/spec/policy.md, PO-4: a rule that matches is found, by whatever it is looked up under, among many that do not.
class RuleIndexTest {
    private static final Scope WALLET = new Scope("acme", Optional.of("prod"), Optional.of("hot"), Optional.of("w1"));

    private static Matter fromWallet(Leg... legs) {
        var asked = Judging.asked(1);
        var source = new Source(WALLET, Optional.of("warm"), Names.sorted(List.of("ops", "pay")), Optional.empty());
        return Judging.matter(
                new Matter.Asked(asked.intent(), source, asked.initiator(), asked.digests(), false, NOW), legs);
    }

    private static String deny(String id, String activity, String match) {
        return "{\"id\":\"%s\",\"effect\":\"DENY\",\"activity\":[\"%s\"],\"match\":{%s}}"
                .formatted(id, activity, match);
    }

    /// The legs on which the rule with this match counted, among a hundred about other places.
    private static List<Integer> found(Matter matter, String activity, String match) {
        var rules = new ArrayList<String>();
        for (var i = 0; i < 20; i++)
            for (var other : List.of(
                    "\"source\":{\"wallets\":[\"other%d\"]}",
                    "\"source\":{\"vaults\":[\"other%d\"]}",
                    "\"source\":{\"workspaces\":[\"other%d\"]}",
                    "\"source\":{\"tags\":[\"other%d\"]}",
                    "\"source\":{\"tiers\":[\"other%d\"]}"))
                rules.add(deny("o" + rules.size(), "TRANSFER", other.formatted(i)));
        rules.add(50, deny("sought", activity, match));
        var parts = judge(matter, policy(String.join(",", rules))).trace().rules();
        return parts.stream()
                .filter(part -> part.rule().rule().equals("sought") && part.how() == Trace.How.MATCHED)
                .map(Trace.Part::leg)
                .toList();
    }

    @Test
    void ruleAboutAnyOneThing_isFoundByThatThing() {
        for (var match : List.of(
                "\"source\":{\"wallets\":[\"w0\",\"w1\"]}",
                "\"source\":{\"vaults\":[\"cold\",\"hot\"]}",
                "\"source\":{\"workspaces\":[\"prod\",\"test\"]}",
                "\"source\":{\"tags\":[\"pay\"]}",
                "\"source\":{\"tiers\":[\"cold\",\"warm\"]}",
                "\"source\":{\"chains\":[\"eip155:1\",\"eip155:10\"]}",
                "\"initiator\":{\"users\":[\"u:ann\",\"u:bo\"]}",
                "\"decoded\":true",
                "\"warnings\":{\"codes\":[\"ANY\"]},\"decoded\":true",
                "\"destination\":{\"in\":[\"safes\"]}"))
            assertThat(found(fromWallet(ether(safe(), "1")), "TRANSFER", match))
                    .as(match)
                    .isEqualTo(match.contains("warnings") ? List.of() : List.of(0));
    }

    /// It is looked up under one of them only.
    @Test
    void ruleAboutSeveralThings_holdsForAllOfThem() {
        var all = "\"initiator\":{\"users\":[\"u:ann\"]},\"source\":{\"wallets\":[\"w1\"],\"vaults\":[\"%s\"],"
                + "\"workspaces\":[\"%s\"],\"tiers\":[\"%s\"],\"tags\":[\"%s\"],\"chains\":[\"%s\"]}";
        var fits = List.of("hot", "prod", "warm", "ops", "eip155:1");
        var matter = fromWallet(ether(safe(), "1"));
        assertThat(found(matter, "TRANSFER", all.formatted(fits.toArray()))).containsExactly(0);
        for (var i = 0; i < fits.size(); i++) {
            var other = new ArrayList<>(fits);
            other.set(i, i == 4 ? "eip155:10" : "other");
            assertThat(found(matter, "TRANSFER", all.formatted(other.toArray())))
                    .as("%s", other)
                    .isEmpty();
        }
    }

    @Test
    void ruleAboutBatches_isFoundForEveryTransferOfOne_andForNoSingleOne() {
        for (var match : List.of("\"decoded\":true", "\"source\":{\"vaults\":[\"hot\"]}")) {
            var batch = fromWallet(ether(PAYEE, "1"), ether(STRANGER, "1"));
            assertThat(found(batch, "BATCH", match)).as(match).containsExactly(0, 1);
            assertThat(found(fromWallet(ether(PAYEE, "1")), "BATCH", match)).isEmpty();
        }
    }

    @Test
    void ruleAboutAListOfAccounts_isFoundHoweverLongTheListIs() {
        for (var length : List.of(1, 2, 200)) {
            var items = IntStream.range(0, length)
                    .mapToObj(i -> i == length - 1 ? safe().address() : "0x%040x".formatted(i + 1))
                    .map(address -> "\"eip155:1:" + address.toLowerCase(Locale.ROOT) + '"')
                    .toList();
            var policy = listing(items, deny("sought", "TRANSFER", "\"destination\":{\"in\":[\"many\"]}"));
            assertThat(Judging.codes(judge(fromWallet(ether(safe(), "1")), policy)))
                    .as("of %d", length)
                    .contains(Reason.Code.DENIED_BY);
            assertThat(Judging.codes(judge(fromWallet(ether(PAYEE, "1")), policy)))
                    .doesNotContain(Reason.Code.DENIED_BY);
        }
    }

    private static Policy listing(List<String> items, String rule) {
        return PolicyFile.parse(Bytes.ofUtf8("""
                {"schema":"tallystick.policy/v1","id":"p","version":1,"scope":{"org":"acme"},
                "effectiveFrom":"2026-01-01T00:00:00Z",
                "lists":{"many":{"kind":"address","items":[%s]}},"rules":[%s]}
                """.formatted(String.join(",", items), rule)))
                .orThrow();
    }

    private static Account safe() {
        return new Account(Judging.CHAIN, "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D");
    }
}
