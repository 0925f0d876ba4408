package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.yes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Judging;
import tallystick.core.kit.RandomChanges;
import tallystick.core.kit.RandomMatters;
import tallystick.core.policy.Activity;
import tallystick.core.policy.explain.Explanation;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.RuleName;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;

@DisplayName("Why it is decided so, docs/spec/policy-review.md, PV-1 and PV-2")
class ExplanationTest {
    private static Explanation explain(Matter matter, Circumstances circumstances, String rules) {
        var levels = List.of(Level.of(Judging.policy(rules)));
        return Explanation.of(matter, levels, circumstances, NOW, Judge.judge(matter, levels, circumstances, NOW));
    }

    private static String sentence(Matter matter, String rule) {
        return explain(matter, CALM, rule).rules().getFirst().sentence();
    }

    private static String deny(String match) {
        return "{\"id\":\"x\",\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"],\"match\":{%s}}".formatted(match);
    }

    private static final String ADMIT = "{\"id\":\"all\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}";

    @Test
    void amountThatIsTooSmall_isSaidWithBothNumbersAndThePrice() {
        assertThat(sentence(
                        Judging.matter(ether(PAYEE, "2.5")), deny("\"amount\":{\"fiat\":\"USD\",\"min\":\"1000000\"}")))
                .isEqualTo("p14/x (DENY) does not match: amount asks for at least 1000000 USD, and here is 5000 USD"
                        + " (2.5 of eip155:1/slip44:60 at 2000 USD each) (it is too little).");
    }

    @Test
    void everyRuleSaysWhatItMissedFirst_withTheValues() {
        var matter = Judging.matter(ether(STRANGER, "1"));
        assertThat(sentence(matter, deny("\"destination\":{\"in\":[\"payees\"]}")))
                .isEqualTo("p14/x (DENY) does not match: destination asks for one in list payees, and here is eip155:1:"
                        + STRANGER.address() + ", not in the address book (the destination is in none of the lists).");
        assertThat(sentence(matter, deny("\"time\":{\"tz\":\"Europe/Paris\",\"hours\":\"08:00-12:00\"}")))
                .contains("time asks for a time within every day, 08:00 to 12:00, Europe/Paris, and here is Tue 17:00");
        assertThat(sentence(matter, deny("\"source\":{\"vaults\":[\"cold\"]},\"initiator\":{\"groups\":[\"exec\"]}")))
                .contains("initiator asks for group exec, and here is u:ann with HARDWARE");
        assertThat(sentence(matter, deny("\"asset\":{\"class\":[\"STABLE\"]}")))
                .contains("asset asks for class STABLE, and here is eip155:1/slip44:60");
        assertThat(sentence(matter, "{\"id\":\"x\",\"effect\":\"DENY\",\"activity\":[\"TYPED_DATA\",\"MESSAGE\"]}"))
                .isEqualTo("p14/x (DENY) does not match: activity asks for TYPED_DATA, MESSAGE, and here is"
                        + " TRANSFER.");
        assertThat(sentence(
                        matter, "{\"id\":\"x\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"when\":\"leg.unlimited\"}"))
                .isEqualTo("p14/x (DENY) does not match: when asks for \"leg.unlimited\" (the condition is not met).");
    }

    @Test
    void whatCannotBeAnswered_isSaid_withWhatFollows() {
        var score = "\"risk\":{\"scoreMin\":60}";
        assertThat(sentence(Judging.matter(ether(PAYEE, "1")), deny(score)))
                .isEqualTo(
                        "p14/x (DENY) cannot be answered and so denies leg 1: risk asks for score at least 60, and here"
                                + " is missing (the risk is missing).");
        assertThat(sentence(Judging.matter(ether(PAYEE, "1")), deny(score).replace("DENY", "ALLOW")))
                .contains("cannot be answered and so admits nothing");
    }

    @Test
    void denial_namesTheRuleThatDenied_andTheReason() {
        var found = explain(Judging.matter(ether(PAYEE, "1")), CALM, ADMIT + "," + deny("\"decoded\":true"));
        assertThat(found.decision()).isEqualTo("Denied, for one reason.");
        assertThat(found.deciding()).containsExactly(new RuleName("p14", "x"));
        assertThat(found.because()).containsExactly("DENIED_BY p14/x of leg 1: a rule denies it.");
        assertThat(found.rules())
                .extracting(Explanation.Line::sentence)
                .containsExactly("p14/all (ALLOW) matches and admits leg 1.", "p14/x (DENY) matches and denies leg 1.");
    }

    @Test
    void pending_saysWhoHasAgreedAndWhoIsMissing_andAllowedSaysBySuchASet() {
        var rules = ADMIT.replace(
                        "[\"*\"]",
                        "[\"*\"],\"signers\":{\"mustInclude\":[\"role:risk\"],\"minWeight\":2},\"expiresIn\":\"PT1H\"")
                + ",{\"id\":\"two\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],"
                + "\"approvals\":[{\"group\":\"exec\",\"min\":2}]}";
        var matter = Judging.matter(ether(PAYEE, "1"));
        var pending = explain(matter, CALM.with(Assembly.said(yes("u:dee"))), rules);
        assertThat(pending.decision()).isEqualTo("Pending: one thing is not met yet.");
        assertThat(pending.because())
                .containsExactly("2 people of group exec have to agree, the initiator not counted; one has.");
        assertThat(pending.deciding()).extracting(RuleName::rule).containsExactly("all", "two");
        assertThat(pending.rules().getLast().sentence())
                .isEqualTo("p14/two (REQUIRE) matches leg 1 and asks for 2 of group exec with PASSKEY or stronger.");
        var allowed = explain(matter, CALM.with(Assembly.said(yes("u:dee"), yes("u:eli"))), rules);
        assertThat(allowed.decision()).startsWith("Allowed");
        assertThat(allowed.because())
                .containsExactly(
                        "It may be signed by a set that weighs 2 and has role:risk, before 2026-11-24T17:00:00Z.");
    }

    @Test
    void pending_speaksOfOnePersonAsOfOne() {
        var rules = ADMIT
                + ",{\"id\":\"one\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],"
                + "\"approvals\":[{\"group\":\"exec\",\"min\":1,\"excludeInitiator\":false}]}";
        assertThat(explain(Judging.matter(ether(PAYEE, "1")), CALM, rules).because())
                .containsExactly("One person of group exec has to agree; nobody has.");
    }

    @Test
    void ofSeveralLegs_theNearestIsNamed() {
        var found = explain(
                Judging.matter(ether(STRANGER, "1"), ether(PAYEE, "3")),
                CALM,
                ADMIT + ","
                        + deny("\"destination\":{\"in\":[\"payees\"]},\"amount\":{\"unit\":\"ASSET\",\"min\":\"10\"}"));
        var line = found.rules().getLast();
        assertThat(line.leg()).isEqualTo(1);
        assertThat(line.criterion()).isEqualTo("amount");
        assertThat(line.sentence()).contains("3 of eip155:1/slip44:60, one of 2 legs that are also summed");
    }

    @Test
    void whatIsKnownOfAnAccount_isSaidInWords() {
        assertThat(sentence(
                        Judging.matter(ether(PAYEE, "1")),
                        deny("\"destination\":{\"in\":[\"safes\"]},\"decoded\":true")
                                .replace("\"in\":[\"safes\"]", "\"kinds\":[\"ONE_TIME\"]")))
                .contains(", in the address book: since 2025-11-24T16:00:00Z (the destination is of another kind)");
    }

    @Test
    void strangersText_isMadeSafe() {
        var said = new Leg.Said("message", "pay\u202e me\nnow", List.of());
        var leg = new Leg(
                Activity.TRANSFER,
                Optional.of(PAYEE),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(said),
                Optional.empty(),
                true,
                false);
        assertThat(sentence(Judging.matter(leg), deny("\"statement\":{\"kinds\":[\"login\"]}")))
                .contains("and here is message \"pay\\u{202E} me\\u{A}now\"")
                .doesNotContain("\u202e");
    }

    @Test
    void everyCriterionOfTheForm_hasWords_inOneLine() {
        var policy = PolicyFile.parse(Judging.file("everything.json")).orThrow();
        var levels = new ArrayList<Level>();
        levels.add(Level.of(policy));
        var matter = Judging.matter(ether(PAYEE, "1"));
        var found = Explanation.of(matter, levels, CALM, NOW, Judge.judge(matter, levels, CALM, NOW));
        assertThat(found.rules()).hasSize(policy.rules().size());
        assertThat(found.rules())
                .allSatisfy(line -> assertThat(line.sentence()).endsWith(".").doesNotContain("\n"));
    }

    @Test
    void randomPolicies_areExplained_ruleByRule() {
        var lines = 0;
        for (var seed = 0; seed < 200; seed++) {
            var policy = new RandomChanges(new Random(seed)).policy();
            var levels = List.of(Level.of(policy));
            var random = new RandomMatters(new Random(seed));
            var matter = random.matter();
            var circumstances = random.circumstances(levels);
            var judgement = Judge.judge(matter, levels, circumstances, NOW);
            var found = Explanation.of(matter, levels, circumstances, NOW, judgement);
            assertThat(found.rules()).as("seed %d", seed).hasSize(policy.rules().size());
            assertThat(found.because()).as("seed %d", seed).isNotEmpty();
            lines += found.rules().size();
        }
        assertThat(lines).isGreaterThan(600);
    }
}
