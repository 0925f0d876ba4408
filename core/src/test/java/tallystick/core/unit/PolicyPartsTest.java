package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Judging;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Delay;
import tallystick.core.policy.Demands;
import tallystick.core.policy.IpRange;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.PolicySignature;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.Scope;
import tallystick.core.policy.Signers;
import tallystick.core.policy.TimeWindow;
import tallystick.crypto.codec.Bytes;

/// docs/spec/policy.md, PO-1: of what form the parts of a policy are, made by whoever makes one.
class PolicyPartsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private static void refused(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
    }

    private static void taken(ThrowingCallable making) {
        assertThatCode(making).doesNotThrowAnyException();
    }

    private static Rule rule(String id) {
        return new Rule(
                id,
                RuleEffect.ALLOW,
                Names.sorted(List.<Activity>of()),
                List.of(),
                Optional.empty(),
                Demands.none(),
                Optional.empty());
    }

    private static Policy policy(String id, List<Rule> rules) {
        var plain = Judging.policy("");
        return new Policy(
                id,
                1,
                Optional.empty(),
                plain.scope(),
                plain.admission(),
                plain.effectiveFrom(),
                plain.groups(),
                plain.lists(),
                plain.calendars(),
                rules,
                List.of());
    }

    @Test
    void names_haveTheirForm_whereverTheyStand() {
        for (var bad : List.of("", "-a", ".a", "_a", "a b", "a/b", "é", "a".repeat(64))) {
            assertThat(Names.isValid(bad)).as(bad).isFalse();
            refused(() -> Scope.of(bad));
            refused(() -> Scope.of("acme", bad));
            refused(() -> Scope.of("acme", "prod", bad));
            refused(() -> new Scope("acme", Optional.of("prod"), Optional.of("hot"), Optional.of(bad)));
            refused(() -> rule(bad));
            refused(() -> policy(bad, List.of()));
            refused(() -> NamedList.AddressBook.of(Duration.ZERO, List.of("good", bad)));
        }
        for (var good : List.of("a", "0", "A.b_c-d", "a".repeat(63))) {
            assertThat(Names.isValid(good)).isTrue();
            taken(() -> new Scope(good, Optional.of(good), Optional.of(good), Optional.of(good)));
            taken(() -> policy(good, List.of(rule(good))));
            assertThat(NamedList.AddressBook.of(Duration.ZERO, List.of(good)).tags())
                    .containsExactly(good);
        }
        refused(() -> NamedList.AddressBook.of(Duration.ofSeconds(-1), List.of()));
    }

    @Test
    void placeInsideOneThatIsNotNamed_isRefused() {
        refused(() -> new Scope("acme", Optional.empty(), Optional.of("hot"), Optional.empty()));
        refused(() -> new Scope("acme", Optional.of("prod"), Optional.empty(), Optional.of("w1")));
    }

    @Test
    void places_coverThemselvesAndWhatIsInside_andAreAsDeepAsTheyHaveNames() {
        var places = List.of(
                Scope.of("acme"),
                Scope.of("acme", "prod"),
                Scope.of("acme", "prod", "hot"),
                new Scope("acme", Optional.of("prod"), Optional.of("hot"), Optional.of("w1")));
        for (var outer = 0; outer < places.size(); outer++) {
            assertThat(places.get(outer).depth()).isEqualTo(outer + 1);
            for (var inner = 0; inner < places.size(); inner++)
                assertThat(places.get(outer).covers(places.get(inner))).isEqualTo(outer <= inner);
        }
        assertThat(Scope.of("acme").covers(Scope.of("other"))).isFalse();
        assertThat(Scope.of("acme", "prod").covers(Scope.of("acme", "test", "hot")))
                .isFalse();
        assertThat(Scope.of("acme", "prod", "hot").covers(Scope.of("acme", "prod", "cold")))
                .isFalse();
        assertThat(places.get(3).covers(new Scope("acme", Optional.of("prod"), Optional.of("hot"), Optional.of("w2"))))
                .isFalse();
    }

    @Test
    void policy_hasTenThousandRulesAtMost() {
        var rules = IntStream.rangeClosed(1, Policy.RULES_MAX)
                .mapToObj(number -> rule("r" + number))
                .toList();
        assertThat(policy("p", rules).rules()).hasSize(10_000);
        refused(() -> policy(
                "p", Stream.concat(rules.stream(), Stream.of(rule("more"))).toList()));
        refused(() -> policy("p", List.of(rule("a"), rule("a"))));
    }

    @Test
    void bounds_holdTheirEnds_andWhatHasNoEndOnlyWhereNoMostIs() {
        var from = Bounds.from(2);
        var to = Bounds.to(5);
        assertThat(Stream.of("1.99", "2", "9").map(each -> from.holds(new BigDecimal(each))))
                .containsExactly(false, true, true);
        assertThat(Stream.of("0", "5.00", "5.01").map(each -> to.holds(new BigDecimal(each))))
                .containsExactly(true, true, false);
        assertThat(from.holdsAnyAmount()).isTrue();
        assertThat(to.holdsAnyAmount()).isFalse();
        assertThat(new Bounds(from.min(), to.max()).holdsAnyAmount()).isFalse();
        refused(() -> new Bounds(Optional.empty(), Optional.empty()));
        refused(() -> new Bounds(to.max(), from.min()));
        taken(() -> new Bounds(from.min(), from.min()));
    }

    @Test
    void equalNumbers_areEqualBounds_howeverTheyWereWritten() {
        for (var text : List.of("100", "100.00", "1e2", "1.00e2"))
            assertThat(new Bounds(Optional.of(new BigDecimal(text)), Optional.empty()))
                    .isEqualTo(Bounds.from(100));
        assertThat(Bounds.plain(new BigDecimal("0.000")).toPlainString()).isEqualTo("0");
        assertThat(Bounds.plain(new BigDecimal("1e2")).toString()).isEqualTo("100");
        assertThat(Bounds.plain(new BigDecimal("5")).toString()).isEqualTo("5");
        assertThat(Bounds.plain(new BigDecimal("0.50")).toString()).isEqualTo("0.5");
    }

    @Test
    void addressRange_holdsWhatSharesItsPrefix_bitForBit() {
        var half = new IpRange(Bytes.ofHex("0a800000"), 9);
        for (var held : List.of("0a800000", "0affffff"))
            assertThat(half.holds(Bytes.ofHex(held))).isTrue();
        for (var other : List.of("0a7fffff", "0b800000", "8a800000", "00".repeat(16)))
            assertThat(half.holds(Bytes.ofHex(other))).as(other).isFalse();
        assertThat(new IpRange(Bytes.ofHex("0a010203"), 32).holds(Bytes.ofHex("0a010202")))
                .isFalse();
        assertThat(new IpRange(Bytes.ofHex("0a010203"), 32).holds(Bytes.ofHex("0a010203")))
                .isTrue();
        assertThat(new IpRange(Bytes.ofHex("00000000"), 0).holds(Bytes.ofHex("ffffffff")))
                .isTrue();
        var last = new IpRange(Bytes.ofHex("20010db8" + "00".repeat(11) + "01"), 128);
        assertThat(last.holds(Bytes.ofHex("20010db8" + "00".repeat(12)))).isFalse();
    }

    @Test
    void addressRangeWithBitsAfterItsPrefix_orOfAnotherLength_isRefused() {
        refused(() -> new IpRange(Bytes.ofHex("0a000001"), 8));
        refused(() -> new IpRange(Bytes.ofHex("0a000001"), 31));
        refused(() -> new IpRange(Bytes.ofHex("0a800000"), 8));
        refused(() -> new IpRange(Bytes.ofHex("20010db8" + "00".repeat(11) + "01"), 64));
        refused(() -> new IpRange(Bytes.ofHex("0a000000"), 33));
        refused(() -> new IpRange(Bytes.ofHex("0a000000"), -1));
        refused(() -> new IpRange(Bytes.ofHex("0a0000"), 8));
        taken(() -> new IpRange(Bytes.ofHex("0a000001"), 32));
    }

    @Test
    void hours_beginWithTheirFirstMinute_andEndBeforeTheirLast() {
        var window = new TimeWindow(UTC, Names.sorted(List.of(DayOfWeek.TUESDAY)), 90, 120, Optional.empty());
        assertThat(Stream.of("01:29:59", "01:30:00", "01:59:59", "02:00:00")
                        .map(time -> window.holds(Instant.parse("2026-11-24T" + time + "Z"), Set.of())))
                .containsExactly(false, true, true, false);
        assertThat(window.holds(Instant.parse("2026-11-25T01:30:00Z"), Set.of()))
                .isFalse();
        taken(() -> new TimeWindow(UTC, Names.sorted(List.<DayOfWeek>of()), 0, TimeWindow.DAY, Optional.empty()));
        refused(() -> new TimeWindow(UTC, Names.sorted(List.<DayOfWeek>of()), 0, TimeWindow.DAY + 1, Optional.empty()));
        refused(() -> new TimeWindow(UTC, Names.sorted(List.<DayOfWeek>of()), -1, 60, Optional.empty()));
        refused(() -> new TimeWindow(UTC, Names.sorted(List.<DayOfWeek>of()), 60, 60, Optional.empty()));
    }

    @Test
    void twoDelays_lastAsLongAsTheLonger_andEitherMayCancel() {
        var hour = new Delay(Duration.ofHours(1), Names.sorted(List.of("risk")));
        var day = new Delay(Duration.ofDays(1), Names.sorted(List.of("exec")));
        var both = new Delay(Duration.ofDays(1), Names.sorted(List.of("exec", "risk")));
        assertThat(hour.and(day)).isEqualTo(both);
        assertThat(day.and(hour)).isEqualTo(both);
        assertThat(hour.and(Delay.none())).isEqualTo(hour);
        refused(() -> new Delay(Duration.ofNanos(-1), Names.sorted(List.<String>of())));
    }

    @Test
    void signers_weighTogetherWhatEitherAsksFor_andHaveTheirForm() {
        var risk = Signers.of(List.of("role:risk"), 2);
        assertThat(risk.and(Signers.of(List.of("beta"), 3))).isEqualTo(Signers.of(List.of("beta", "role:risk"), 3));
        assertThat(Signers.of(List.of("beta"), 3).and(risk)).isEqualTo(Signers.of(List.of("beta", "role:risk"), 3));
        taken(() -> Signers.of(List.of(), 1 << 16));
        refused(() -> Signers.of(List.of(), (1 << 16) + 1));
        refused(() -> Signers.of(List.of(), -1));
        for (var bad : List.of("Beta", "role:", "", "1a", "a".repeat(33))) {
            assertThat(Signers.isValid(bad)).as(bad).isFalse();
            refused(() -> Signers.of(List.of(bad), 0));
        }
    }

    @Test
    void signatureOfAPolicy_isOfAKnownAlgorithm_andOfALengthThatSuchOnesHave() {
        var by = new PersonId("u:ann");
        for (var algorithm : List.of("ES256", "EdDSA")) {
            assertThat(PolicySignature.isKnown(algorithm)).isTrue();
            taken(() -> new PolicySignature(by, algorithm, Bytes.copyOf(new byte[64])));
            taken(() -> new PolicySignature(by, algorithm, Bytes.copyOf(new byte[1024])));
            refused(() -> new PolicySignature(by, algorithm, Bytes.copyOf(new byte[63])));
            refused(() -> new PolicySignature(by, algorithm, Bytes.copyOf(new byte[1025])));
        }
        assertThat(PolicySignature.isKnown("none")).isFalse();
        refused(() -> new PolicySignature(by, "none", Bytes.copyOf(new byte[64])));
    }

    @Test
    void hashesOfPolicies_areOrderedAsTheirBytes() {
        var one = new PolicyHash(Ballots.digest("one"));
        var two = new PolicyHash(Ballots.digest("two"));
        assertThat(Integer.signum(one.compareTo(two)))
                .isEqualTo(Integer.signum(one.value().compareTo(two.value())))
                .isNotZero();
        assertThat(one).isEqualByComparingTo(new PolicyHash(one.value()));
    }
}
