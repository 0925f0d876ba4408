package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.ether;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.policy.Activity;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.RollCall;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;

/// docs/spec/policy-review.md, PV-1: what every rule answers, also where it had no part in the decision.
class RollCallTest {
    private static final Matter PAYING = with(ether(PAYEE, "1"));

    private static Matter with(Leg... legs) {
        var plain = Judging.matter(legs);
        return new Matter(
                plain.asked(),
                plain.chain(),
                plain.content(),
                plain.legs(),
                List.of(),
                List.of(),
                Optional.of(new Matter.Fee(Judging.ETHER, PAYEE, BigInteger.TEN.pow(17), OptionalInt.of(18))),
                Optional.of(new Matter.Coins(3, new BigDecimal("12.5"), false)),
                Optional.of(new Matter.Programs(true, Set.of(PAYEE))),
                plain.digests());
    }

    private static RollCall call(String rule, Matter matter, Circumstances circumstances) {
        return RollCall.of(matter, Level.of(Judging.policy(rule)), circumstances, NOW);
    }

    private static RollCall.Answer answer(String activity, String match, Matter matter, Circumstances circumstances) {
        var rule = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"%s\"],\"match\":{%s}}".formatted(activity, match);
        return call(rule, matter, circumstances).answers().getFirst();
    }

    private static void assertUnmet(String match, String why) {
        var answer = answer("*", match, PAYING, CALM);
        assertThat(answer.how()).as(match).isEqualTo(RollCall.How.UNMET);
        assertThat(answer.criterion()).as(match).isEqualTo(match.substring(1, match.indexOf(':') - 1));
        assertThat(answer.why()).as(match).isEqualTo(why);
        assertThat(answer.met()).isZero();
    }

    @Test
    void ruleThatIsNotMet_saysWhichCriterionIsNot_andWhy() {
        assertUnmet("\"initiator\":{\"users\":[\"u:bo\"]}", "the initiator is none of those named");
        assertUnmet("\"initiator\":{\"groups\":[\"exec\"]}", "the initiator is in none of the groups");
        assertUnmet("\"source\":{\"workspaces\":[\"test\"]}", "another workspace");
        assertUnmet("\"source\":{\"vaults\":[\"cold\"]}", "another vault");
        assertUnmet("\"source\":{\"wallets\":[\"w2\"]}", "another wallet");
        assertUnmet("\"source\":{\"tiers\":[\"cold\"]}", "another tier");
        assertUnmet("\"source\":{\"tags\":[\"cold\"]}", "the source has none of the tags");
        assertUnmet("\"source\":{\"chains\":[\"eip155:10\"]}", "another chain");
        assertUnmet("\"destination\":{\"kinds\":[\"ONE_TIME\"]}", "the destination is of another kind");
        assertUnmet("\"destination\":{\"lookAlike\":true}", "the destination looks like no known one");
        assertUnmet("\"asset\":{\"in\":[\"stables\"]}", "the asset is in none of the lists");
        assertUnmet("\"asset\":{\"class\":[\"TOKEN\"]}", "the asset is of another class");
        assertUnmet("\"authority\":{\"kinds\":[\"OWNER\"]}", "no power over an account changes");
        assertUnmet("\"decoded\":false", "all of it is understood");
        assertUnmet("\"time\":{\"tz\":\"UTC\",\"hours\":\"01:00-02:00\"}", "it is outside these hours");
        assertUnmet("\"time\":{\"tz\":\"UTC\",\"hours\":\"15:00-17:00\",\"outside\":true}", "it is within these hours");
        assertUnmet("\"utxo\":{\"change\":true}", "nothing comes back");
        assertUnmet("\"solana\":{\"durableNonce\":false}", "it waits under a durable nonce");
        assertUnmet("\"fee\":{\"unit\":\"ASSET\",\"min\":\"0.2\"}", "it is too little");
        assertUnmet("\"amount\":{\"unit\":\"ASSET\",\"max\":\"0.9\"}", "it is too much");
        assertUnmet("\"amount\":{\"unit\":\"ASSET\",\"min\":\"1.1\",\"max\":\"2\"}", "it is too little");
        assertUnmet("\"amount\":{\"unit\":\"ASSET\",\"min\":\"2\"}", "it is too little");
    }

    @Test
    void ruleThatCannotBeAnswered_saysWhatIsMissing() {
        for (var match : List.of(
                "\"risk\":{\"scoreMin\":1}",
                "\"simulation\":{\"changes\":[\"OWNER\"]}",
                "\"facts\":[\"TRAVEL_RULE\"]",
                "\"amount\":{\"fiat\":\"EUR\",\"min\":\"1\"}")) {
            var answer = answer("*", match, PAYING, CALM);
            assertThat(answer.how()).as(match).isEqualTo(RollCall.How.ERRED);
            assertThat(answer.why()).as(match).endsWith(" is missing");
            assertThat(answer.met()).isEqualTo(1);
        }
    }

    @Test
    void ruleThatMatches_saysHowManyCriteriaWereMet() {
        var answer = answer("TRANSFER", "\"decoded\":true,\"amount\":{\"unit\":\"ASSET\",\"min\":\"1\"}", PAYING, CALM);
        assertThat(answer.how()).isEqualTo(RollCall.How.MATCHED);
        assertThat(answer.met()).isEqualTo(2);
        assertThat(answer.criterion()).isEmpty();
        assertThat(answer.why()).isEmpty();
        var second = answer("TRANSFER", "\"decoded\":true,\"amount\":{\"unit\":\"ASSET\",\"min\":\"2\"}", PAYING, CALM);
        assertThat(second.met()).as("the second is not").isEqualTo(1);
        assertThat(second.criterion()).isEqualTo("amount");
    }

    @Test
    void ruleAboutAnotherActivity_isElsewhere_andSaysWhatTheLegIs() {
        var batch = with(ether(PAYEE, "1"), ether(STRANGER, "1"), Leg.of(Activity.MESSAGE));
        assertThat(answer("MESSAGE", "\"decoded\":true", PAYING, CALM).why()).isEqualTo("TRANSFER");
        assertThat(answer("MESSAGE", "\"decoded\":true", batch, CALM).why()).isEqualTo("TRANSFER, one of a BATCH");
        var rule = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"%s\"]}";
        assertThat(call(rule.formatted("BATCH"), batch, CALM).answers())
                .extracting(RollCall.Answer::how)
                .containsExactly(RollCall.How.MATCHED, RollCall.How.MATCHED, RollCall.How.ELSEWHERE);
        assertThat(call(rule.formatted("BATCH"), PAYING, CALM).answers())
                .extracting(RollCall.Answer::how)
                .containsExactly(RollCall.How.ELSEWHERE);
        assertThat(call(rule.formatted("TRANSFER"), batch, CALM).answers())
                .extracting(RollCall.Answer::why)
                .containsExactly("", "", "MESSAGE");
        assertThat(call(rule.formatted("*"), batch, CALM).answers())
                .extracting(RollCall.Answer::leg)
                .containsExactly(0, 1, 2);
    }

    @Test
    void whatWasAskedOfTheCircumstances_isNotedWithItsAnswer() {
        var rule = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{\"risk\":{\"scoreMin\":1}}}";
        assertThat(call(rule, PAYING, CALM).consulted()).containsExactly(java.util.Map.entry("risk", "missing"));
        var known = CALM.with(Witness.facts(Witness.risk(1, 60, "BURST")));
        assertThat(call(rule, PAYING, known).consulted())
                .hasEntrySatisfying("risk", said -> assertThat(said).startsWith("60 for [BURST] at "));
    }
}
