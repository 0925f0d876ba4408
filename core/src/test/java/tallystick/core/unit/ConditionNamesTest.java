package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.CHAIN;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.ether;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;
import tallystick.core.policy.when.Variable;

/// docs/spec/policy.md, PO-15: what each name of a condition stands for on a leg that is judged.
class ConditionNamesTest {
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final String ETHER = "eip155:1/slip44:60";
    private static final Matter FULL = full(calling(Effect.Operation.DELEGATECALL), true, "u:ann");

    private static Leg calling(Effect.Operation operation) {
        var code = new Leg.Code(
                PAYEE,
                Optional.of("a9059cbb"),
                Optional.of("transfer(address,uint256)"),
                List.of(),
                operation,
                BigInteger.valueOf(12),
                2);
        return new Leg(
                Activity.CONTRACT_CALL,
                Optional.of(PAYEE),
                Optional.of(Judging.ETHER),
                Optional.of(Quantity.of(BigInteger.valueOf(34))),
                OptionalInt.of(18),
                Optional.of(code),
                Optional.empty(),
                Optional.empty(),
                true,
                true);
    }

    private static Matter full(Leg leg, boolean isSo, String initiator) {
        var asked = Judging.asked(1);
        return new Matter(
                new Matter.Asked(
                        asked.intent(),
                        new Source(
                                new Scope("acme", Optional.of("prod"), Optional.of("hot"), Optional.of("w1")),
                                Optional.of("warm"),
                                Names.sorted(List.of("ops", "pay")),
                                Optional.empty()),
                        new Initiator(
                                new PersonId(initiator),
                                Names.sorted(List.of("trader")),
                                Optional.empty(),
                                Optional.empty(),
                                AuthStrength.HARDWARE,
                                Optional.empty()),
                        asked.digests(),
                        isSo,
                        NOW),
                Optional.of(CHAIN),
                Optional.of(Content.TRANSACTION),
                List.of(leg, ether(PAYEE, "1")),
                List.of(),
                List.of(),
                Optional.of(new Matter.Fee(Judging.ETHER, PAYEE, BigInteger.valueOf(56), OptionalInt.of(18))),
                Optional.of(new Matter.Coins(3, BigDecimal.ONE, false)),
                Optional.of(new Matter.Programs(isSo, Set.of())),
                asked.digests());
    }

    /// What became of a DENY with this condition on the first leg: whether it matched, nothing if it erred.
    private static Optional<Boolean> ask(Matter matter, Circumstances circumstances, String when) {
        var rule = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"when\":\"%s\"}".formatted(when);
        var part = Judging.judge(matter, circumstances, NOW, Judging.policy(rule)).trace().rules().stream()
                .filter(each -> each.leg() == 0 && each.rule().rule().equals("d"))
                .findFirst();
        if (part.isPresent() && part.get().how() == Trace.How.ERRED) return Optional.empty();
        return Optional.of(part.isPresent());
    }

    private static void assertSo(Matter matter, String... conditions) {
        for (var each : conditions) assertThat(ask(matter, CALM, each)).as(each).contains(true);
    }

    private static void assertNotSo(Matter matter, String... conditions) {
        for (var each : conditions) assertThat(ask(matter, CALM, each)).as(each).contains(false);
    }

    private static void assertUnanswered(Matter matter, String... conditions) {
        for (var each : conditions) assertThat(ask(matter, CALM, each)).as(each).isEmpty();
    }

    @Test
    void nameOfALeg_standsForAnotherThingOnEach_andOneOfTheMatterForTheSame() {
        var deny = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]},"
                + "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"when\":\"%s\"}";
        var two = Judging.matter(ether(PAYEE, "1"), ether(PAYEE, "3"));
        var big = Judging.policy(deny.formatted("leg.amount > amount('2000000000000000000')"));
        assertThat(Judging.codes(Judging.judge(two, big))).containsExactly(Reason.Code.DENIED_BY);
        var legs = Judging.policy(deny.formatted("tx.legs == 2"));
        assertThat(Judging.codes(Judging.judge(two, legs)))
                .containsExactly(Reason.Code.DENIED_BY, Reason.Code.DENIED_BY);
    }

    @Test
    void everyName_standsForWhatTheMatterHasOfIt() {
        var risk = CALM.with(Witness.facts(Witness.risk(1, 60, "NEW_DESTINATION")));
        var conditions = List.of(
                "tx.chain == 'eip155:1'",
                "tx.durableNonce",
                "tx.fee == amount('56')",
                "tx.gas.maxFeeWei == amount('56')",
                "tx.inputs == 3",
                "tx.legs == 2",
                "tx.replacement",
                "leg.activity == 'CONTRACT_CALL'",
                "leg.amount == amount('34')",
                "leg.asset == '" + ETHER + "'",
                "leg.decoded",
                "leg.delegatecall",
                "leg.depth == 2",
                "leg.destination == '" + PAYEE + "'",
                "leg.function == 'transfer(address,uint256)'",
                "leg.internal",
                "leg.selector == 'a9059cbb'",
                "!leg.unlimited",
                "leg.value == amount('12')",
                "source.workspace == 'prod'",
                "source.vault == 'hot'",
                "source.wallet == 'w1'",
                "source.tier == 'warm'",
                "source.tags == ['ops', 'pay']",
                "initiator.id == 'u:ann'",
                "initiator.groups == ['ops']",
                "initiator.roles == ['trader']",
                "!initiator.service",
                "risk.score == 60",
                "risk.reasons == ['NEW_DESTINATION']");
        var asked = EnumSet.noneOf(Variable.class);
        for (var each : conditions) {
            assertThat(ask(FULL, risk, each)).as(each).contains(true);
            for (var name : Variable.values()) if (each.contains(name.written())) asked.add(name);
        }
        assertThat(asked).containsExactlyInAnyOrder(Variable.values());
    }

    @Test
    void whatIsNotSo_isNotSaidToBe() {
        var plain = full(calling(Effect.Operation.CALL).internal(false), false, "s:payouts");
        assertNotSo(plain, "tx.durableNonce", "tx.replacement", "leg.delegatecall", "leg.internal");
        assertSo(plain, "initiator.service", "initiator.groups == []");
        assertNotSo(full(unread(), true, "u:ann"), "leg.decoded", "leg.delegatecall");
    }

    private static Leg unread() {
        return new Leg(
                Activity.CONTRACT_CALL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
    }

    @Test
    void textsThatAMatterHasNot_areEmpty_andNumbersCannotBeAnswered() {
        var bare = Judging.matter(Leg.of(Activity.MESSAGE));
        assertSo(
                bare,
                "leg.asset == ''",
                "leg.destination == ''",
                "leg.function == ''",
                "leg.selector == ''",
                "source.wallet == ''",
                "source.tier == ''");
        assertNotSo(bare, "tx.durableNonce", "leg.unlimited");
        assertUnanswered(
                bare,
                "tx.fee >= amount('0')",
                "tx.gas.maxFeeWei >= amount('0')",
                "tx.inputs >= 0",
                "leg.depth >= 0",
                "leg.value >= amount('0')",
                "risk.score >= 0",
                "size(risk.reasons) >= 0");
    }

    @Test
    void amountOfNothing_isZero_whereAllIsRead_andUnknownWhereNot() {
        assertSo(Judging.matter(Leg.of(Activity.MESSAGE)), "leg.amount == amount('0')");
        assertUnanswered(Judging.matter(unread()), "leg.amount >= amount('0')");
    }

    @Test
    void amountWithoutEnd_isTheMost_andMoreThanTheMostCannotBeAnswered() {
        var unlimited = leg(new Quantity.Unlimited());
        assertSo(Judging.matter(unlimited), "leg.unlimited", "leg.amount == amount('" + MOST + "')");
        assertSo(Judging.matter(leg(Quantity.of(MOST))), "!leg.unlimited", "leg.amount == amount('" + MOST + "')");
        assertUnanswered(Judging.matter(leg(Quantity.of(MOST.add(BigInteger.ONE)))), "leg.amount >= amount('0')");
    }

    private static Leg leg(Quantity amount) {
        return Leg.of(Activity.TRANSFER, PAYEE, Judging.ETHER, amount, OptionalInt.of(18));
    }

    @Test
    void feeOfAnotherFamily_isNoGas() {
        var bitcoin = new ChainId("bip122", "000000000019d6689c085ae165831e93");
        var plain = Judging.matter(ether(PAYEE, "1"));
        var coins = new Matter(
                plain.asked(),
                Optional.of(bitcoin),
                plain.content(),
                plain.legs(),
                List.of(),
                List.of(),
                Optional.of(new Matter.Fee(Asset.coin(bitcoin, 0), PAYEE, BigInteger.TEN, OptionalInt.of(8))),
                Optional.empty(),
                Optional.empty(),
                plain.digests());
        assertSo(coins, "tx.fee == amount('10')");
        assertUnanswered(coins, "tx.gas.maxFeeWei >= amount('0')");
    }
}
