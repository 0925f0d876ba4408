package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.codes;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.policy;
import static tallystick.core.kit.Judging.tether;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Asset;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.policy.Activity;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Quantity;

/// docs/spec/policy.md, PO-7: amounts of several effects together, in each unit.
class SummedAmountsTest {
    private static final String UP_TO =
            "{\"id\":\"%s\",\"effect\":\"ALLOW\",\"activity\":[%s],\"match\":{\"amount\":{%s}}}";
    private static final int ASSETS = 511;
    private static final int RULES = 400;
    private static final String DOLLARS = "\"fiat\":\"USD\",\"max\":\"10000\"";

    private static List<Reason.Code> judged(String rules, Leg... legs) {
        return codes(judge(matter(legs), policy(rules)));
    }

    private static String upTo(String activities, String amount) {
        return UP_TO.formatted("a", activities, amount);
    }

    @Test
    void dollars_areAddedOverAllAssets() {
        var rule = upTo("\"TRANSFER\"", DOLLARS);
        assertThat(judged(rule, ether(PAYEE, "3"), tether(PAYEE, 4000))).isEmpty();
        assertThat(judged(rule, ether(PAYEE, "3"), tether(PAYEE, 4001)))
                .containsExactly(Reason.Code.NO_ALLOW, Reason.Code.NO_ALLOW);
        var deny = ",{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],"
                + "\"match\":{\"amount\":{\"fiat\":\"USD\",\"min\":\"9000\"}}}";
        assertThat(judged(rule + deny, ether(PAYEE, "3"), tether(PAYEE, 2999))).isEmpty();
        assertThat(judged(rule + deny, ether(PAYEE, "3"), tether(PAYEE, 3000)))
                .containsExactly(Reason.Code.DENIED_BY, Reason.Code.DENIED_BY);
    }

    @Test
    void unitsOfAnAsset_areAddedOverThatAssetAlone() {
        for (var unit :
                List.of("\"unit\":\"ASSET\",\"max\":\"3\"", "\"unit\":\"BASE\",\"max\":\"3000000000000000000\"")) {
            var rule = upTo("\"TRANSFER\"", unit);
            assertThat(judged(rule, tether(PAYEE, 1), ether(PAYEE, "1"), ether(PAYEE, "2")))
                    .as(unit)
                    .isEmpty();
            assertThat(judged(rule, tether(PAYEE, 1), ether(PAYEE, "2"), ether(PAYEE, "2")))
                    .as(unit)
                    .containsExactly(Reason.Code.NO_ALLOW, Reason.Code.NO_ALLOW);
        }
        assertThat(judged(
                        upTo("\"TRANSFER\"", "\"unit\":\"ASSET\",\"max\":\"3\""), ether(PAYEE, "3"), tether(PAYEE, 3)))
                .isEmpty();
    }

    /// Of either asset two legs: what one comes to together is not taken for the other.
    @Test
    void severalLegsOfSeveralAssets_areAddedForEachAsset() {
        var deny = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]},{\"id\":\"d\",\"effect\":\"DENY\","
                + "\"activity\":[\"*\"],\"match\":{\"amount\":{\"unit\":\"ASSET\",\"min\":\"10\"}}}";
        assertThat(judged(deny, ether(PAYEE, "1"), ether(PAYEE, "2"), tether(PAYEE, 5), tether(PAYEE, 5)))
                .containsExactly(Reason.Code.DENIED_BY, Reason.Code.DENIED_BY);
        assertThat(judged(deny, ether(PAYEE, "5"), ether(PAYEE, "4"), tether(PAYEE, 4), tether(PAYEE, 5)))
                .isEmpty();
    }

    private static Leg token(int number, int units) {
        var asset = new Asset(Judging.CHAIN, "erc20", "0x%040x".formatted(number));
        return Leg.of(Activity.TRANSFER, PAYEE, asset, Quantity.of(BigInteger.valueOf(units)), OptionalInt.of(0));
    }

    /// Of each asset its own legs are walked: all legs for each asset of each rule would be 100 million steps.
    @Test
    void batchOfManyAssets_isAddedByAsset() {
        var rules = new StringBuilder("{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}");
        for (var i = 0; i < RULES; i++)
            rules.append(",{\"id\":\"d%d\",\"effect\":\"DENY\",\"activity\":[\"*\"],".formatted(i))
                    .append("\"match\":{\"amount\":{\"unit\":\"ASSET\",\"min\":\"%d\"}}}".formatted(10 + i));
        var legs = new ArrayList<Leg>();
        for (var i = 0; i < ASSETS; i++) legs.add(token(i, 9));
        assertThat(judged(rules.toString(), legs.toArray(Leg[]::new))).isEmpty();
        legs.add(token(7, 1));
        assertThat(judged(rules.toString(), legs.toArray(Leg[]::new)))
                .containsExactly(Reason.Code.DENIED_BY, Reason.Code.DENIED_BY);
    }

    @Test
    void effectsThatTheRuleIsNotAbout_areNotAdded() {
        var allowance = Leg.of(
                Activity.APPROVE_ALLOWANCE,
                PAYEE,
                Judging.ETHER,
                Quantity.of(BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(4))),
                OptionalInt.of(18));
        var others = "," + UP_TO.formatted("b", "\"APPROVE_ALLOWANCE\"", DOLLARS);
        assertThat(judged(upTo("\"TRANSFER\"", DOLLARS) + others, ether(PAYEE, "4"), allowance))
                .isEmpty();
        assertThat(judged(upTo("\"TRANSFER\",\"APPROVE_ALLOWANCE\"", DOLLARS), ether(PAYEE, "4"), allowance))
                .containsExactly(Reason.Code.NO_ALLOW, Reason.Code.NO_ALLOW);
        assertThat(judged(upTo("\"*\"", DOLLARS), ether(PAYEE, "4"), allowance))
                .containsExactly(Reason.Code.NO_ALLOW, Reason.Code.NO_ALLOW);
    }

    @Test
    void ruleAboutBatches_addsTheTransfersOfOne() {
        var deny = ",{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"BATCH\"],"
                + "\"match\":{\"amount\":{\"fiat\":\"USD\",\"min\":\"9000\"}}}";
        var rules = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}" + deny;
        assertThat(judged(rules, ether(PAYEE, "2"), ether(PAYEE, "2"))).isEmpty();
        assertThat(judged(rules, ether(PAYEE, "2"), ether(PAYEE, "2.5")))
                .containsExactly(Reason.Code.DENIED_BY, Reason.Code.DENIED_BY);
        assertThat(judged(rules, ether(PAYEE, "5"))).as("no batch").isEmpty();
    }

    private static String found(String amount, Leg leg, Circumstances circumstances) {
        var rule = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{\"amount\":{" + amount + "}}}";
        return judge(matter(leg), circumstances, NOW, policy(rule)).trace().rules().stream()
                .findFirst()
                .map(part -> part.how() == Trace.How.ERRED ? part.why() : "met")
                .orElse("not met");
    }

    @Test
    void assetThatNobodyCanCount_isOfNoKnownWorth_unlessItIsNothing() {
        var some = Leg.of(Activity.TRANSFER, PAYEE, Judging.ETHER, Quantity.of(BigInteger.TEN), OptionalInt.empty());
        var none = Leg.of(Activity.TRANSFER, PAYEE, Judging.ETHER, Quantity.of(BigInteger.ZERO), OptionalInt.empty());
        var blind = CALM.with(Judging.prices(Map.of()));
        for (var unit : List.of("\"unit\":\"ASSET\",\"min\":\"1\"", "\"fiat\":\"USD\",\"min\":\"1\"")) {
            assertThat(found(unit, some, CALM)).isEqualTo("nobody knows how the asset is counted");
            assertThat(found(unit, none, blind)).isEqualTo("not met");
        }
        assertThat(found("\"fiat\":\"USD\",\"max\":\"0\"", none, blind)).isEqualTo("met");
        assertThat(found("\"unit\":\"BASE\",\"min\":\"10\"", some, blind)).isEqualTo("met");
    }

    @Test
    void priceThatIsMissing_old_orExpired_isSaidToBeSo() {
        var dollars = "\"fiat\":\"USD\",\"min\":\"1\"";
        var one = ether(PAYEE, "1");
        assertThat(found(dollars, one, CALM.with(Judging.prices(Map.of())))).isEqualTo("the price is missing");
        var late = Witness.facts(Judging.claims(Map.of(Judging.ETHER, "2000")), List.of());
        assertThat(found(dollars, one, CALM.with(late))).isEqualTo("the price expired");
        assertThat(found(dollars, one, CALM)).isEqualTo("met");
    }

    @Test
    void amountWithoutEnd_isMoreThanAnyBound_andNeverWithinOne() {
        var unlimited =
                Leg.of(Activity.APPROVE_ALLOWANCE, PAYEE, Judging.ETHER, new Quantity.Unlimited(), OptionalInt.of(18));
        assertThat(found("\"fiat\":\"USD\",\"min\":\"1\"", unlimited, CALM)).isEqualTo("met");
        assertThat(found("\"fiat\":\"USD\",\"max\":\"1\"", unlimited, CALM)).isEqualTo("not met");
        assertThat(judged(upTo("\"*\"", DOLLARS), unlimited)).containsExactly(Reason.Code.NO_ALLOW);
        assertThat(judged(upTo("\"*\"", DOLLARS), unlimited, ether(PAYEE, "1")))
                .containsExactly(Reason.Code.NO_ALLOW, Reason.Code.NO_ALLOW);
    }
}
