package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.when.Condition;
import tallystick.core.policy.when.Value;
import tallystick.core.policy.when.Variable;
import tallystick.crypto.codec.Parsed;

/// docs/spec/policy.md, PO-15: conditions that are written as expressions.
class ConditionTest {
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final Map<Variable, Value> VALUES = Map.of(
            Variable.TX_FEE,
            new Value.Amount(BigInteger.valueOf(5)),
            Variable.LEG_AMOUNT,
            new Value.Amount(MOST),
            Variable.TX_DURABLE_NONCE,
            new Value.Truth(false),
            Variable.SOURCE_TAGS,
            new Value.Texts(List.of("hot", "ops")),
            Variable.TX_LEGS,
            new Value.Whole(3),
            Variable.LEG_DESTINATION,
            new Value.Text("eip155:1:0xabc"));

    private static Condition.Answer ask(String text) {
        return Condition.parse(text).orThrow().ask(name -> Optional.ofNullable(VALUES.get(name)));
    }

    private static String refusal(String text) {
        return switch (Condition.parse(text)) {
            case Parsed.Ok<Condition> _ -> "read";
            case Parsed.Malformed<Condition>(var _, var expected) -> expected;
        };
    }

    @Test
    void condition_saysWhatItNames_andOfHowManyPartsItIs() {
        var one = Condition.parse("initiator.service").orThrow();
        assertThat(one.names(Variable.INITIATOR_SERVICE)).isTrue();
        assertThat(one.names(Variable.INITIATOR_GROUPS)).isFalse();
        assertThat(one.parts()).isPositive();
        var two =
                Condition.parse("initiator.service && 'a' in initiator.groups").orThrow();
        assertThat(two.names(Variable.INITIATOR_GROUPS)).isTrue();
        assertThat(two.parts()).isGreaterThan(2 * one.parts());
    }

    @Test
    void listOfTexts_holdsThose_andNoOthers() {
        var texts = new Value.Texts(List.of("hot", "ops")).values();
        assertThat(texts.contains("hot")).isTrue();
        assertThat(texts.contains("cold")).isFalse();
        assertThat(texts).containsExactly("hot", "ops");
    }

    @Test
    void conditions_overNamesThatAreKnown_areTrueOrFalse() {
        for (var text : List.of(
                "tx.fee > amount('4')",
                "tx.fee >= amount('5') && tx.fee <= amount('5')",
                "tx.fee == amount('5')",
                "tx.fee + amount('1') == amount('6')",
                "tx.fee - amount('5') < amount('1')",
                "'hot' in source.tags",
                "tx.legs > 2 ? !tx.durableNonce : tx.durableNonce",
                "leg.destination.startsWith('eip155:1:')",
                "size(source.tags) == 2",
                "leg.amount == amount('" + MOST + "')"))
            assertThat(ask(text)).as(text).isEqualTo(new Condition.Answer.Is(true));
        for (var text : List.of("tx.fee > amount('5')", "tx.durableNonce", "leg.destination == ''"))
            assertThat(ask(text)).as(text).isEqualTo(new Condition.Answer.Is(false));
    }

    @Test
    void whatCannotBeAnswered_isNeitherTrueNorFalse() {
        for (var text : List.of(
                "risk.score > 60",
                "tx.gas.maxFeeWei > amount('1')",
                "leg.amount + amount('1') > amount('0')",
                "tx.fee - amount('6') == amount('0')",
                "1 / (tx.legs - 3) == 1",
                "source.tags[7] == 'hot'",
                "risk.score > 60 || tx.durableNonce"))
            assertThat(ask(text)).as(text).isEqualTo(new Condition.Answer.Unknown());
    }

    @Test
    void whatIsSettledAnyway_isAnswered() {
        assertThat(ask("risk.score > 60 || tx.legs == 3")).isEqualTo(new Condition.Answer.Is(true));
        assertThat(ask("risk.score > 60 && tx.legs == 4")).isEqualTo(new Condition.Answer.Is(false));
    }

    @Test
    void expressionsOfOtherTypes_areRefused() {
        for (var text : List.of(
                "tx.legs", "tx.nothing", "tx.fee > 5", "amount(5) > tx.fee", "", "tx.legs >", "tx.fee * tx.fee"))
            assertThat(refusal(text)).as(text).isEqualTo("a sound expression of type bool");
        for (var text : List.of(
                "1.5 > 1.0",
                "double('1') == double('2')",
                "dyn(1) == dyn(1)",
                "b'a' == b'a'",
                "duration('1s') == duration('1s')"))
            assertThat(refusal(text)).as(text).startsWith("no other types than bool");
        for (var text : List.of(
                "amount('-1') < tx.fee",
                "amount('1.5') < tx.fee",
                "amount(leg.asset) < tx.fee",
                "amount('0" + MOST + "') < tx.fee",
                "amount('" + MOST.add(BigInteger.ONE) + "') < tx.fee"))
            assertThat(refusal(text)).as(text).startsWith("amount('…') of a whole number");
        assertThat(refusal("leg.asset.matches('(a+)+')")).isEqualTo("no patterns");
    }

    @Test
    void costBombs_areRefused() {
        assertThat(refusal("source.tags.all(a, source.tags.all(b, a == b))"))
                .isEqualTo("a sound expression of type bool");
        assertThat(refusal("tx.durableNonce" + " || tx.durableNonce".repeat(200)))
                .startsWith("an expression of at most 2000 characters");
        assertThat(refusal("true" + "||true".repeat(150))).isEqualTo("an expression of at most 200 parts");
        assertThat(refusal("(".repeat(500) + "true" + ")".repeat(500))).isEqualTo("a sound expression of type bool");
        assertThat(refusal("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] == []"))
                .isNotEqualTo("read");
    }

    @Test
    void condition_thatCannotBeAnswered_countsAsItsRulesEffectSays() {
        var allow = "{\"id\":\"allow\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]%s}";
        var deny = ",{\"id\":\"deny\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"when\":\"risk.score > 60\"}";
        var matter = Judging.matter(Judging.ether(Judging.PAYEE, "1"));
        assertThat(Judging.codes(Judging.judge(matter, Judging.policy(allow.formatted("") + deny))))
                .containsExactly(Reason.Code.DENIED_BY);
        assertThat(Judging.codes(
                        Judging.judge(matter, Judging.policy(allow.formatted(",\"when\":\"risk.score < 60\"")))))
                .containsExactly(Reason.Code.NO_ALLOW);
        assertThat(Judging.codes(Judging.judge(
                        matter,
                        Judging.policy(allow.formatted(",\"when\":\"leg.amount < amount('1000000000000000001')\"")))))
                .isEmpty();
        assertThat(Judging.codes(Judging.judge(
                        matter,
                        Judging.policy(allow.formatted(",\"when\":\"leg.amount < amount('1000000000000000000')\"")))))
                .containsExactly(Reason.Code.NO_ALLOW);
    }

    @Test
    void everyName_isDeclaredWithTheTypeItHas() {
        var asked = 0;
        for (var variable : Variable.values())
            for (var test : List.of("%s == ''", "%s || true", "%s == 1", "size(%s) == 1", "%s >= amount('0')"))
                if (Condition.parse(test.formatted(variable.written()))
                        instanceof Parsed.Ok<Condition>(var condition)) {
                    var seen = new java.util.ArrayList<Variable>();
                    var _ = condition.ask(name -> {
                        seen.add(name);
                        return Optional.empty();
                    });
                    assertThat(seen).as(variable.written()).containsOnly(variable);
                    asked++;
                }
        assertThat(asked).isGreaterThanOrEqualTo(Variable.values().length);
    }

    @Test
    void comparisons_ofEqualAndOfNextAmounts_areExact() {
        var holds = Map.of("<", "4", "<=", "45", ">", "6", ">=", "56", "==", "5", "!=", "46");
        holds.forEach((operator, those) -> {
            for (var units : List.of("4", "5", "6"))
                assertThat(ask("amount('%s') %s tx.fee".formatted(units, operator)))
                        .as("%s %s 5", units, operator)
                        .isEqualTo(new Condition.Answer.Is(those.contains(units)));
        });
    }

    @Test
    void sumsAndDifferences_neverWrap() {
        assertThat(ask("leg.amount + amount('0') == leg.amount")).isEqualTo(new Condition.Answer.Is(true));
        assertThat(ask("leg.amount - leg.amount == amount('0')")).isEqualTo(new Condition.Answer.Is(true));
        assertThat(ask("amount('0') - amount('1') == amount('0')")).isEqualTo(new Condition.Answer.Unknown());
        assertThat(ask("leg.amount + leg.amount > amount('0')")).isEqualTo(new Condition.Answer.Unknown());
    }

    @Test
    void longestExpression_isRead_andOneCharacterMoreIsNot() {
        var text = "source.tags == ['%s']";
        var longest = text.formatted("a".repeat(2_000 - text.length() + 2));
        assertThat(longest).hasSize(2_000);
        assertThat(refusal(longest)).isEqualTo("read");
        assertThat(refusal(longest + " ")).isEqualTo("an expression of at most 2000 characters");
        assertThat(Condition.parse(longest + " "))
                .isEqualTo(new Parsed.Malformed<Condition>(2_000, "an expression of at most 2000 characters"));
    }

    @Test
    void expressionOfTwoHundredParts_isRead_andOneOfMoreIsNot() {
        // Each item of a list is a part; the name, the operator, and the list are three more.
        var text = "source.tags == ['a'%s]";
        assertThat(refusal(text.formatted(",'a'".repeat(195)))).isEqualTo("read");
        assertThat(refusal(text.formatted(",'a'".repeat(198)))).isEqualTo("an expression of at most 200 parts");
    }

    @Test
    void errorOfAnExpression_isSaidWhereItStands() {
        assertThat(Condition.parse("tx.legs == 'a'"))
                .isEqualTo(new Parsed.Malformed<Condition>(8, "a sound expression of type bool"));
    }

    @Test
    void amountsThatAreMade_standWrittenOut_whereverTheyAre() {
        for (var text : List.of(
                "tx.fee + amount(leg.asset) > tx.fee",
                "[tx.fee, amount(leg.asset)] == []",
                "leg.asset.startsWith(amount(leg.asset) == tx.fee ? 'a' : 'b')",
                "amount(leg.asset) in [tx.fee]"))
            assertThat(refusal(text)).as(text).startsWith("amount('…') of a whole number");
        assertThat(refusal("tx.fee in [amount('0'), amount('" + MOST + "')]")).isEqualTo("read");
        assertThat(refusal("amount('00') < tx.fee")).startsWith("amount('…') of a whole number");
        assertThat(refusal("[[tx.legs]] == [[1]]")).isEqualTo("read");
        assertThat(refusal("{'a': 1} == {'a': 1}")).startsWith("no other types than bool");
    }
}
