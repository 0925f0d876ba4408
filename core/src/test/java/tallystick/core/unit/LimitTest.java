package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.codes;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Voices;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Judging;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;

/// docs/spec/policy.md, PO-8 and PO-9: limits.
class LimitTest {
    private static final String ALLOW = """
        {"id":"allow","effect":"ALLOW","activity":["TRANSFER","APPROVE_ALLOWANCE"]}\
        """;
    private static final CounterKey KEY = new CounterKey("p", "r", List.of());

    private static Policy limited(String limit) {
        return policy(
                ALLOW + ",{\"id\":\"limit\",\"effect\":\"LIMIT\",\"activity\":[\"TRANSFER\",\"APPROVE_ALLOWANCE\"],"
                        + "\"limit\":" + limit + "}");
    }

    private static Policy daily(String more) {
        return limited("""
            {"measure":"FIAT:USD","max":"10000","window":{"type":"ROLLING","length":"PT24H"}%s}\
            """.formatted(more));
    }

    private static Counters reserved(Counters counters, Matter matter, Policy policy, Instant now) {
        var judgement = judge(matter, CALM.with(counters), now, policy);
        assertThat(judgement.decision()).isInstanceOf(Decision.Allowed.class);
        return made(counters.reserve(matter.asked().intent(), judgement.charges(), now));
    }

    private static Counters made(Counters.Reservation reservation) {
        return switch (reservation) {
            case Counters.Reservation.Made(var counters) -> counters;
            case Counters.Reservation.Exceeded(var keys) -> throw new AssertionError(keys.toString());
            case Counters.Reservation.Ended() -> throw new AssertionError("ended");
        };
    }

    private static Matter paying(int intent, String whole) {
        return matter(Judging.asked(intent), ether(PAYEE, whole));
    }

    @Test
    void limit_isUsedUpToTheLastCent_andNoFurther() {
        var policy = daily("");
        var after = reserved(Counters.none(), paying(1, "3"), policy, NOW);
        assertThat(codes(judge(paying(2, "2.0000001"), CALM.with(after), policy)))
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
        assertThat(codes(judge(paying(2, "2"), CALM.with(after), policy))).isEmpty();
    }

    @Test
    void legsOfOneMatter_countTogether() {
        assertThat(codes(judge(matter(ether(PAYEE, "3"), ether(PAYEE, "2.1")), daily(""))))
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
    }

    @Test
    void window_rolls() {
        var policy = daily("");
        var after = reserved(Counters.none(), paying(1, "5"), policy, NOW);
        var day = Duration.ofHours(24);
        assertThat(codes(judge(paying(2, "1"), CALM.with(after), NOW.plus(day).minusSeconds(1), policy)))
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
        assertThat(codes(judge(paying(2, "1"), CALM.with(after), NOW.plus(day), policy)))
                .isEmpty();
        assertThat(codes(judge(paying(2, "1"), CALM.with(after), NOW.minus(day), policy)))
                .as("a clock set back finds what was counted")
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
    }

    @Test
    void exceeding_canAskForMoreInsteadOfDenying_andCountsBeyondTheMost() {
        var policy = daily(",\"onExceed\":{\"effect\":\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":2}]}");
        var judgement = judge(paying(1, "6"), policy);
        assertThat(judgement.decision())
                .isInstanceOfSatisfying(
                        Decision.Pending.class,
                        pending -> assertThat(pending.obligations().approvals()).hasSize(1));
        assertThat(judgement.charges()).extracting(Charge::isAnswered).containsExactly(true);
        var after = made(Counters.none().reserve(Judging.intent(1), judgement.charges(), NOW));
        assertThat(after.entries(judgement.charges().getFirst().key()))
                .extracting(Counters.Entry::amount)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("12000"));
        assertThat(judge(paying(2, "1"), policy).charges())
                .extracting(Charge::isAnswered)
                .containsExactly(false);
    }

    @Test
    void allowance_countsInFull_andWithoutEndTakesEverything() {
        var unlimited =
                Leg.of(Activity.APPROVE_ALLOWANCE, PAYEE, Judging.ETHER, new Quantity.Unlimited(), OptionalInt.of(18));
        var policy = daily(",\"onExceed\":{\"effect\":\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":2}]}");
        assertThat(codes(judge(matter(unlimited), daily("")))).containsExactly(Reason.Code.LIMIT_EXCEEDED);
        var charges = judge(matter(unlimited), policy).charges();
        assertThat(charges).extracting(Charge::amount).containsExactly(new BigDecimal("10000"));
    }

    @Test
    void whatNobodyCanCount_isTooMuch() {
        var blind = CALM.with(Judging.prices(Map.of()));
        assertThat(codes(judge(paying(1, "1"), blind, daily("")))).containsExactly(Reason.Code.LIMIT_EXCEEDED);
    }

    private static final String EXEC =
            ",\"onExceed\":{\"effect\":\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":2}]}";

    private static Leg uncounted() {
        return Leg.of(Activity.TRANSFER, PAYEE, Judging.TETHER, Quantity.of(BigInteger.TEN), OptionalInt.empty());
    }

    private static Leg unlimited() {
        return Leg.of(Activity.APPROVE_ALLOWANCE, PAYEE, Judging.ETHER, new Quantity.Unlimited(), OptionalInt.of(18));
    }

    @Test
    void whatNobodyCanCount_takesAllOfTheLimit_whereMoreIsAskedFor() {
        var blind = CALM.with(Judging.prices(Map.of()));
        charges(judge(paying(1, "5"), blind, daily(EXEC)), "10000");
        charges(judge(matter(ether(PAYEE, "1"), uncounted()), daily(EXEC)), "10000");
        charges(judge(matter(ether(PAYEE, "6"), uncounted()), daily(EXEC)), "12000");
        charges(judge(matter(uncounted(), ether(PAYEE, "6")), daily(EXEC)), "12000");
        charges(judge(matter(unlimited(), uncounted()), daily(EXEC)), "10000");
        charges(judge(matter(unlimited(), ether(PAYEE, "6")), daily(EXEC)), "12000");
    }

    private static void charges(Judgement judgement, String amount) {
        assertThat(judgement.decision()).isInstanceOf(Decision.Pending.class);
        assertThat(judgement.charges())
                .extracting(Charge::amount)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal(amount));
        assertThat(judgement.charges()).allMatch(Charge::isAnswered);
    }

    @Test
    void paymentThatWasApprovedWithoutItsPrice_leavesNothingOfTheLimitToItsInitiator() {
        var policy = daily(EXEC);
        var blind = CALM.with(Judging.prices(Map.of()));
        var said = blind.with(Assembly.said(Judging.yes("u:dee"), Judging.yes("u:eli")));
        var approved = judge(paying(1, "5"), said, policy);
        assertThat(approved.decision()).isInstanceOf(Decision.Allowed.class);
        var after = made(Counters.none().reserve(Judging.intent(1), approved.charges(), NOW));
        assertThat(judge(paying(2, "1"), CALM.with(after), policy).decision()).isInstanceOf(Decision.Pending.class);
        assertThat(codes(judge(paying(2, "1"), CALM.with(after), daily(""))))
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
    }

    @Test
    void pricesThatMustBeFresher_countNoLess() {
        var policy = daily(EXEC);
        var stricter = limited("""
            {"measure":"FIAT:USD","priceAgeMax":"PT1S","max":"10000",
            "window":{"type":"ROLLING","length":"PT24H"}%s}\
            """.formatted(EXEC));
        assertThat(PolicyChange.between(policy, stricter).direction()).isEqualTo(Direction.TIGHTEN);
        var later = NOW.plusSeconds(2);
        for (var whole : List.of("1", "5")) {
            var fresh = judge(paying(1, whole), CALM, later, policy).charges().getFirst();
            var old = judge(paying(1, whole), CALM, later, stricter).charges().getFirst();
            assertThat(old.amount()).isGreaterThanOrEqualTo(fresh.amount());
            assertThat(old.isAnswered()).isTrue();
        }
    }

    @Test
    void counts_areApart_whereTheRuleSaysSo() {
        var policy = limited("""
            {"measure":"COUNT","max":"1","window":{"type":"LIFETIME"},"per":["destination","asset"]}\
            """);
        var after = reserved(Counters.none(), paying(1, "1"), policy, NOW);
        assertThat(codes(judge(paying(2, "1"), CALM.with(after), policy))).containsExactly(Reason.Code.LIMIT_EXCEEDED);
        assertThat(codes(judge(matter(ether(Judging.STRANGER, "1")), CALM.with(after), policy)))
                .isEmpty();
        assertThat(codes(judge(matter(Judging.asked(2), Judging.tether(PAYEE, 1)), CALM.with(after), policy)))
                .isEmpty();
        assertThat(after.keys())
                .extracting(CounterKey::toString)
                .allMatch(key -> key.contains("/limit asset=eip155:1/slip44:60 destination=eip155:1:0x")
                        || key.contains("/limit destination=eip155:1:0x"));
    }

    @Test
    void secondAccountOfOneHuman_hasNoCountOfItsOwn() {
        var policy = limited("""
            {"measure":"COUNT","max":"1","window":{"type":"LIFETIME"},"per":["initiator"]}\
            """);
        var known = CALM.with(Voices.of(List.of(), Assembly.PEOPLE));
        var first = judge(by("u:dee", 1), known, policy);
        var after = made(Counters.none().reserve(Judging.intent(1), first.charges(), NOW));
        assertThat(after.keys())
                .extracting(CounterKey::toString)
                .hasSize(1)
                .allMatch(key -> key.endsWith("/limit initiator=h:dee"));
        assertThat(codes(judge(by("u:dee-ops", 2), known.with(after), policy)))
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
        assertThat(codes(judge(by("u:eli", 2), known.with(after), policy))).isEmpty();
        assertThat(codes(judge(by("u:dee-ops", 2), CALM.with(after), policy)))
                .as("nobody knows whose it is")
                .isEmpty();
    }

    private static Matter by(String person, int number) {
        var asked = Judging.asked(number);
        return matter(
                new Matter.Asked(
                        asked.intent(),
                        asked.source(),
                        Initiator.of(new PersonId(person), AuthStrength.HARDWARE),
                        asked.digests(),
                        false,
                        NOW),
                ether(PAYEE, "1"));
    }

    @Test
    void baseUnits_ofDifferentAssets_areNotAdded() {
        var policy = limited("{\"measure\":\"ASSET\",\"max\":\"1000000\",\"window\":{\"type\":\"LIFETIME\"}}");
        assertThat(codes(judge(matter(Judging.tether(PAYEE, 1)), policy))).isEmpty();
        assertThat(codes(judge(matter(Judging.tether(PAYEE, 1), Judging.tether(PAYEE, 1)), policy)))
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
        var little = Leg.of(
                Activity.TRANSFER, PAYEE, Judging.ETHER, Quantity.of(java.math.BigInteger.TEN), OptionalInt.of(18));
        assertThat(codes(judge(matter(Judging.tether(PAYEE, 1), little), policy)))
                .isEmpty();
    }

    private static BigDecimal used(Counters counters, Limit.Window window, String now) {
        return counters.used(
                new Charge(KEY, BigDecimal.ZERO, window, BigDecimal.ONE, false),
                Judging.intent(99),
                Instant.parse(now));
    }

    private static Counters at(String moment) {
        var lifetime = new Charge(KEY, BigDecimal.TEN, new Limit.Window.Lifetime(), BigDecimal.TEN, false);
        return made(Counters.none().reserve(Judging.intent(1), List.of(lifetime), Instant.parse(moment)));
    }

    @Test
    void calendarDays_followTheClocksOfTheirZone_throughDaylightSaving() {
        var paris = new Limit.Window.Calendar(ZoneId.of("Europe/Paris"), Limit.Unit.DAY);
        // On 29 March 2026 the day in Paris lasts from 23:00 to 22:00 UTC, on 25 October from 22:00 to 23:00.
        assertThat(used(at("2026-03-28T22:59:59Z"), paris, "2026-03-29T12:00:00Z"))
                .isZero();
        assertThat(used(at("2026-03-28T23:00:00Z"), paris, "2026-03-29T21:59:59Z"))
                .isEqualTo(BigDecimal.TEN);
        assertThat(used(at("2026-03-28T23:00:00Z"), paris, "2026-03-29T22:00:00Z"))
                .isZero();
        assertThat(used(at("2026-10-24T22:00:00Z"), paris, "2026-10-25T22:59:59Z"))
                .isEqualTo(BigDecimal.TEN);
        assertThat(used(at("2026-10-24T22:00:00Z"), paris, "2026-10-25T23:00:00Z"))
                .isZero();
    }

    @Test
    void calendarWeeksAndMonths_beginOnMondayAndOnTheFirst() {
        var week = new Limit.Window.Calendar(ZoneId.of("UTC"), Limit.Unit.WEEK);
        var month = new Limit.Window.Calendar(ZoneId.of("UTC"), Limit.Unit.MONTH);
        assertThat(used(at("2026-11-23T00:00:00Z"), week, "2026-11-29T23:59:59Z"))
                .isEqualTo(BigDecimal.TEN);
        assertThat(used(at("2026-11-22T23:59:59Z"), week, "2026-11-23T00:00:00Z"))
                .isZero();
        assertThat(used(at("2026-11-01T00:00:00Z"), month, "2026-11-30T23:59:59Z"))
                .isEqualTo(BigDecimal.TEN);
        assertThat(used(at("2026-10-31T23:59:59Z"), month, "2026-11-01T00:00:00Z"))
                .isZero();
        assertThat(used(at("1970-01-01T00:00:00Z"), new Limit.Window.Lifetime(), "2100-01-01T00:00:00Z"))
                .isEqualTo(BigDecimal.TEN);
    }

    @Test
    void fiftyAtOnce_ofSixtyPerCentEach_passOne() {
        var policy = daily("");
        var judgements = new java.util.ArrayList<List<Charge>>();
        for (var i = 1; i <= 50; i++)
            judgements.add(judge(paying(i, "3"), policy).charges());
        var counters = Counters.none();
        var passed = 0;
        for (var i = 1; i <= 50; i++)
            if (counters.reserve(Judging.intent(i), judgements.get(i - 1), NOW)
                    instanceof Counters.Reservation.Made(var after)) {
                counters = after;
                passed++;
            }
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void sameRequest_isCountedOnce_andNotHeldAgainstItself() {
        var policy = daily("");
        var after = reserved(Counters.none(), paying(1, "5"), policy, NOW);
        assertThat(codes(judge(paying(1, "5"), CALM.with(after), policy))).isEmpty();
        var again = made(
                after.reserve(Judging.intent(1), judge(paying(1, "5"), policy).charges(), NOW));
        assertThat(again.entries(again.keys().iterator().next())).hasSize(1);
    }

    @Test
    void whatIsReleased_isFreeAgain_whatIsCommitted_neverIs() {
        var policy = daily("");
        var after = reserved(Counters.none(), paying(1, "5"), policy, NOW);
        var released = after.release(Judging.intent(1));
        assertThat(codes(judge(paying(2, "5"), CALM.with(released), policy))).isEmpty();
        assertThat(codes(judge(paying(1, "5"), CALM.with(released), policy))).containsExactly(Reason.Code.ENDED);
        assertThat(released.reserve(Judging.intent(1), List.of(), NOW)).isEqualTo(new Counters.Reservation.Ended());
        assertThatThrownBy(() -> released.commit(Judging.intent(1))).isInstanceOf(IllegalArgumentException.class);
        var committed = after.commit(Judging.intent(1));
        assertThat(committed.release(Judging.intent(1))).isSameAs(committed);
        assertThat(codes(judge(paying(2, "1"), CALM.with(committed), policy)))
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
        assertThatThrownBy(() -> Counters.none().commit(Judging.intent(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(after.state(Judging.intent(1))).contains(Counters.State.RESERVED);
    }

    @Test
    void reservation_isOfAllChargesOrNone() {
        var one = new Charge(KEY, BigDecimal.ONE, new Limit.Window.Lifetime(), BigDecimal.ONE, false);
        var other = new CounterKey("p", "other", List.of());
        var more = new Charge(other, BigDecimal.TEN, new Limit.Window.Lifetime(), BigDecimal.ONE, false);
        assertThat(Counters.none().reserve(Judging.intent(1), List.of(one, more), NOW))
                .isEqualTo(new Counters.Reservation.Exceeded(List.of(other)));
        assertThat(made(Counters.none().reserve(Judging.intent(1), List.of(one), NOW))
                        .keys())
                .containsExactly(KEY);
    }

    private static List<String> why(Judgement judgement) {
        return judgement.decision() instanceof Decision.Denied(var reasons)
                ? reasons.stream().map(Reason::text).toList()
                : List.of();
    }

    @Test
    void oneOfSeveralLegsThatNobodyCanCount_isEnoughToExceed_inAnyOrder() {
        var policy = daily("");
        var one = ether(PAYEE, "1");
        for (var legs : List.of(List.of(one, uncounted()), List.of(uncounted(), one), List.of(one, uncounted(), one)))
            assertThat(why(judge(matter(legs.toArray(Leg[]::new)), policy)))
                    .containsExactly("nobody can say how much it is");
        for (var legs : List.of(List.of(one, unlimited()), List.of(unlimited(), one), List.of(one, unlimited(), one)))
            assertThat(why(judge(matter(legs.toArray(Leg[]::new)), policy)))
                    .containsExactly("more than the limit allows");
        assertThat(why(judge(matter(one, one), policy))).isEmpty();
    }

    @Test
    void whatIsWorthNothing_countsNothing_evenWhereTheLimitIsUsedUp() {
        var judgement = judge(paying(1, "6"), daily(EXEC));
        var after = made(Counters.none().reserve(Judging.intent(1), judgement.charges(), NOW));
        var nothing = judge(paying(2, "0"), CALM.with(after), daily(""));
        assertThat(nothing.decision().isAllowed()).isTrue();
        assertThat(nothing.charges()).isEmpty();
        assertThat(codes(judge(paying(2, "0.000000000000000001"), CALM.with(after), daily(""))))
                .containsExactly(Reason.Code.LIMIT_EXCEEDED);
    }

    @Test
    void limitWhoseRuleCannotBeAnswered_isExceeded() {
        var policy = policy(ALLOW + """
                ,{"id":"limit","effect":"LIMIT","activity":["*"],"match":{"risk":{"scoreMin":50}},
                "limit":{"measure":"COUNT","max":"5","window":{"type":"LIFETIME"}}}""");
        assertThat(why(judge(paying(1, "1"), policy))).containsExactly("nobody can say how much it is");
        assertThat(why(judge(matter(ether(PAYEE, "1"), ether(PAYEE, "1")), policy)))
                .containsExactly("nobody can say how much it is");
    }
}
