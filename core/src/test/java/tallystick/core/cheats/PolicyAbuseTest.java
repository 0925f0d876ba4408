package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.ETHER;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.codes;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.policy;
import static tallystick.core.kit.Judging.tether;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.facts.Facts;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Policy;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;

/// docs/spec/policy.md: what somebody tries who knows the rules.
class PolicyAbuseTest {
    private static final String DAILY = """
            {"id":"allow","effect":"ALLOW","activity":["TRANSFER"],"match":{"destination":{"in":["payees"]}}},
            {"id":"daily","effect":"LIMIT","activity":["TRANSFER"],"limit":{"measure":"FIAT:USD","max":"10000",
            "window":{"type":"ROLLING","length":"PT24H"}}}""";
    private static final Policy POLICY = policy(DAILY);

    /// @param now the clock of who reserves
    private static Counters after(Counters counters, Matter matter, Instant now) {
        var judged = judge(matter, CALM.with(counters), NOW, POLICY);
        assertThat(judged.decision()).isInstanceOf(Decision.Allowed.class);
        return counters.reserve(matter.asked().intent(), judged.charges(), now)
                        instanceof Counters.Reservation.Made(var made)
                ? made
                : counters;
    }

    private static List<Reason.Code> judged(Leg leg, Circumstances circumstances, String rules) {
        return codes(judge(matter(leg), circumstances, policy(rules)));
    }

    @Test
    void fiftyThreads_ofSixtyPerCentOfALimitEach_passOne() throws Exception {
        var counters = new AtomicReference<>(Counters.none());
        var start = new CountDownLatch(1);
        var wishes = new ArrayList<Callable<Boolean>>();
        for (var i = 1; i <= 50; i++) {
            var asked = Judging.asked(i);
            wishes.add(() -> {
                start.await();
                var charges = judge(matter(asked, ether(PAYEE, "3")), POLICY).charges();
                while (true) {
                    var seen = counters.get();
                    if (!(seen.reserve(asked.intent(), charges, NOW) instanceof Counters.Reservation.Made(var made)))
                        return false;
                    if (counters.compareAndSet(seen, made)) return true;
                }
            });
        }
        var passed = 0;
        try (var threads = Executors.newFixedThreadPool(50)) {
            var all = wishes.stream().map(threads::submit).toList();
            start.countDown();
            for (var each : all) if (each.get()) passed++;
        }
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void paymentSplitOverRequests_reachesTheLimitAllTheSame() {
        var counters = Counters.none();
        for (var i = 1; i <= 5; i++)
            counters = after(counters, matter(Judging.asked(i), ether(PAYEE, "1")), NOW.plusSeconds(i));
        var sixth = judge(matter(Judging.asked(6), ether(PAYEE, "0.001")), CALM.with(counters), NOW, POLICY);
        assertThat(codes(sixth)).containsExactly(Reason.Code.LIMIT_EXCEEDED);
    }

    @Test
    void clocksTenMinutesApart_freeNothingOfALimit() {
        for (var skew : List.of(-600L, 600L)) {
            var counters = after(Counters.none(), matter(ether(PAYEE, "5")), NOW.plusSeconds(skew));
            var next = judge(matter(Judging.asked(2), ether(PAYEE, "1")), CALM.with(counters), NOW, POLICY);
            assertThat(codes(next)).as("%d", skew).containsExactly(Reason.Code.LIMIT_EXCEEDED);
        }
    }

    @Test
    void whatWasAgreedForOtherBytes_isNotJudgedAtAll() {
        var asked = Judging.asked(1);
        var read = matter(ether(PAYEE, "1"));
        var other = new Matter(
                asked,
                read.chain(),
                read.content(),
                read.legs(),
                read.terms(),
                read.warnings(),
                read.fee(),
                read.coins(),
                read.solana(),
                List.of(Judging.intent(9).value()));
        assertThat(codes(judge(other, POLICY))).containsExactly(Reason.Code.INTENT_MISMATCH);
        assertThat(judge(read, POLICY).decision().isAllowed()).isTrue();
    }

    @Test
    void sameAddressOnAnotherChain_isAnotherAccount() {
        var elsewhere = new Account(new ChainId("eip155", "137"), PAYEE.address());
        assertThat(codes(judge(matter(ether(elsewhere, "1")), POLICY))).containsExactly(Reason.Code.NO_ALLOW);
        assertThat(CALM.accounts().resembled(elsewhere)).isEmpty();
    }

    @Test
    void greatestAmount_isNeverSmall() {
        var most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        for (var asset : List.of(ETHER, Judging.TETHER)) {
            var leg = Leg.of(Activity.TRANSFER, PAYEE, asset, Quantity.of(most), OptionalInt.of(18));
            assertThat(codes(judge(matter(leg), POLICY))).containsExactly(Reason.Code.LIMIT_EXCEEDED);
            assertThat(codes(judge(matter(leg, leg), POLICY))).containsOnly(Reason.Code.LIMIT_EXCEEDED);
        }
    }

    @Test
    void tokensOfOtherDecimals_areNotTakenForEachOther_andUnknownOnesNotForCheap() {
        assertThat(judge(matter(tether(PAYEE, 9_999)), POLICY).decision().isAllowed())
                .isTrue();
        assertThat(codes(judge(matter(tether(PAYEE, 10_001)), POLICY))).containsExactly(Reason.Code.LIMIT_EXCEEDED);
        var unknown =
                Leg.of(Activity.TRANSFER, PAYEE, Judging.TETHER, Quantity.of(BigInteger.ONE), OptionalInt.empty());
        assertThat(codes(judge(matter(unknown), POLICY))).containsExactly(Reason.Code.LIMIT_EXCEEDED);
    }

    @Test
    void pricesThatExpired_orAreMissing_admitNothing_andTriggerTheRest() {
        var admit = """
                {"id":"a","effect":"ALLOW","activity":["TRANSFER"],"match":{"amount":{"fiat":"USD","max":"10"}}}""";
        var deny = """
                {"id":"a","effect":"ALLOW","activity":["TRANSFER"]},
                {"id":"d","effect":"DENY","activity":["TRANSFER"],"match":{"amount":{"fiat":"USD","min":"1000000"}}}""";
        var bad = 0;
        for (var price : List.of(
                Facts.none(), Witness.facts(), Witness.facts(Judging.claims(Map.of(ETHER, "0.01")), List.of()))) {
            var circumstances = CALM.with(price);
            var leg = ether(PAYEE, "0.001");
            assertThat(judged(leg, circumstances, admit)).as("%s", price).containsExactly(Reason.Code.NO_ALLOW);
            assertThat(judged(leg, circumstances, deny)).as("%s", price).containsExactly(Reason.Code.DENIED_BY);
            assertThat(judged(leg, circumstances, DAILY)).as("%s", price).containsExactly(Reason.Code.LIMIT_EXCEEDED);
            bad++;
        }
        assertThat(bad).isEqualTo(3);
    }
}
