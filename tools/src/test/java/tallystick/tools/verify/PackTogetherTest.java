package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.hash.Digest32;

@DisplayName("What is signed in one window of a limit, docs/spec/evidence-pack.md EP-55")
class PackTogetherTest {
    private static final Instant AT = Instant.parse("2027-01-15T08:00:00Z");
    private static final CounterKey DAILY = new CounterKey("small", "daily", List.of());
    private static final Limit.Window DAY = new Limit.Window.Rolling(Duration.ofDays(1));
    private static final List<Limit.Window> WINDOWS = List.of(
            new Limit.Window.Rolling(Duration.ofSeconds(40)),
            new Limit.Window.Calendar(ZoneId.of("Europe/Zurich"), Limit.Unit.DAY),
            new Limit.Window.Lifetime());

    private final Report report = new Report();
    private final PackTogether together = new PackTogether(report);
    private long index;

    private static IntentId intent(int number) {
        return new IntentId(Digest32.ofHex("%064x".formatted(number)));
    }

    private static Optional<Slot> slot(int number) {
        return Optional.of(new Slot(Digest32.ofHex("%064x".formatted(number))));
    }

    private static Charge charge(int amount, boolean isAnswered, Limit.Window window) {
        return new Charge(DAILY, BigDecimal.valueOf(amount), window, BigDecimal.valueOf(400), isAnswered);
    }

    private void ruled(int number, int amount, Instant now) {
        ruled(number, Optional.empty(), charge(amount, false, DAY), now);
    }

    private void ruled(int number, Optional<Slot> slot, Charge charge, Instant now) {
        together.allowed("alpha", index++, intent(number), slot, List.of(charge), now);
    }

    private void agreed(int number) {
        together.agreed("alpha", intent(number));
        index++;
    }

    private void signed(int... numbers) {
        for (var number : numbers) together.signed("alpha", index++, intent(number));
    }

    private List<String> findings() {
        return report.findings().stream().map(Report.Finding::what).toList();
    }

    @Test
    void requestsThatAreRuledOnAtOnce_andSignedThen_areOneTooMany() {
        ruled(1, 300, AT);
        agreed(1);
        ruled(2, 300, AT);
        agreed(2);
        signed(1, 2);
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("entry 5 of alpha: with intent %s it signed more in one window than".formatted(intent(2)))
                .endsWith("lets through, 400");
    }

    @Test
    void limitOfOneNode_isSaidOnce_andOtherNodesAndRequestsAreAskedStill() {
        for (var number = 1; number <= 9; number++) {
            ruled(number, 300, AT);
            agreed(number);
        }
        signed(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(findings()).hasSize(1);
        together.allowed("beta", 1, intent(1), Optional.empty(), List.of(charge(300, false, DAY)), AT);
        together.agreed("beta", intent(1));
        together.signed("beta", 2, intent(1));
        assertThat(findings()).hasSize(1);
    }

    @Test
    void requestsThatFitTogether_hold_andTheSameAgainCountsOnce() {
        ruled(1, 300, AT);
        agreed(1);
        ruled(2, 100, AT);
        agreed(2);
        signed(1, 2, 1, 2);
        assertThat(findings()).isEmpty();
    }

    @Test
    void requestBeyondTheLimit_thatPeopleAnsweredFor_holds_andThoseBesideItMustFitAlone() {
        ruled(1, 300, AT);
        agreed(1);
        ruled(2, Optional.empty(), charge(300, true, DAY), AT);
        agreed(2);
        signed(1, 2);
        assertThat(findings()).isEmpty();
        ruled(3, 300, AT);
        agreed(3);
        signed(3);
        assertThat(findings()).hasSize(1);
    }

    @Test
    void requestsOfOnePlace_countOnce() {
        ruled(1, slot(1), charge(300, false, DAY), AT);
        agreed(1);
        ruled(2, slot(1), charge(300, false, DAY), AT);
        agreed(2);
        signed(1, 2);
        assertThat(findings()).isEmpty();
        ruled(3, slot(2), charge(300, false, DAY), AT);
        agreed(3);
        signed(3);
        assertThat(findings()).hasSize(1);
    }

    /// The first bringing was allowed, and not reserved; at the second one what was first had left the window.
    @Test
    void requestThatIsRuledOnAgain_asWhatWasBeforeLeavesTheWindow_holds() {
        var leaves = AT.plus(Duration.ofDays(1));
        ruled(1, 200, AT);
        agreed(1);
        signed(1);
        ruled(2, 160, leaves.minusSeconds(4));
        ruled(3, 120, leaves.minusSeconds(2));
        agreed(3);
        signed(3);
        ruled(2, 160, leaves.plusSeconds(1));
        agreed(2);
        signed(2);
        assertThat(findings()).isEmpty();
    }

    /// Each is asked as of its own moment: of the first the window reached back further.
    @Test
    void requestThatWasReservedFirst_andSignedLast_holds() {
        ruled(1, 100, AT);
        agreed(1);
        signed(1);
        ruled(2, 300, AT.plus(Duration.ofHours(24)).minusSeconds(5));
        agreed(2);
        ruled(3, 100, AT.plus(Duration.ofHours(24)).plusSeconds(5));
        agreed(3);
        signed(3, 2);
        assertThat(findings()).isEmpty();
    }

    /// The same, but what it is beside of was signed before it was ruled on.
    @Test
    void requestThatWasReservedBehindOthers_countsAllOfThem() {
        ruled(1, 100, AT);
        agreed(1);
        signed(1);
        ruled(3, 100, AT.plus(Duration.ofHours(24)).plusSeconds(5));
        agreed(3);
        signed(3);
        ruled(2, 300, AT.plus(Duration.ofHours(24)).minusSeconds(5));
        agreed(2);
        signed(2);
        assertThat(findings()).hasSize(1);
    }

    @Test
    void requestThatTwoBringAtOnce_takesTheLessOfBoth() {
        ruled(1, 300, AT);
        agreed(1);
        signed(1);
        ruled(2, 100, AT);
        ruled(2, 101, AT.plusSeconds(1));
        agreed(2);
        signed(2);
        assertThat(findings()).isEmpty();
    }

    @Test
    void requestThatIsForgotten_countsNoMore() {
        ruled(1, 300, AT);
        agreed(1);
        signed(1);
        together.forget("alpha", intent(1), List.of(charge(300, false, DAY)));
        ruled(2, 300, AT);
        agreed(2);
        signed(2);
        assertThat(findings()).isEmpty();
    }

    private record Tried(int number, Optional<Slot> slot, Charge charge, Instant now) {}

    /// A node of which several threads rule, reserve and sign, in any order, with a clock that is set sometimes: what
    /// it writes holds, and it comes to the end of its limit.
    @Test
    void nodeThatAsksItsLedger_isNeverAccused() {
        var exceeded = 0;
        var answered = 0;
        var seed = Long.getLong("seed", 17);
        for (var run = 0; run < 300; run++) {
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + run);
            var said = new Report();
            var window = WINDOWS.get(run % WINDOWS.size());
            var outcome = new Node(random, new PackTogether(said), window).run();
            exceeded += outcome.exceeded;
            answered += outcome.answered;
            assertThat(said.findings())
                    .as("seed %d, run %d".formatted(seed, run))
                    .isEmpty();
        }
        assertThat(exceeded).isGreaterThan(100);
        assertThat(answered).isGreaterThan(30);
    }

    private static final class Node {
        private final RandomGenerator random;
        private final PackTogether heard;
        private final Limit.Window window;
        private final List<Tried> ruled = new ArrayList<>();
        private final List<Tried> reserved = new ArrayList<>();
        private final List<Tried> signing = new ArrayList<>();
        private Counters counters = Counters.none();
        private Instant clock = Instant.parse("2027-01-15T22:58:00Z");
        private long index;
        private int number;
        private int exceeded;
        private int answered;

        Node(RandomGenerator random, PackTogether heard, Limit.Window window) {
            this.random = random;
            this.heard = heard;
            this.window = window;
        }

        Node run() {
            for (var step = 0; step < 200; step++) {
                var isSet = random.nextInt(50) == 0;
                clock = clock.plusSeconds(random.nextInt(3));
                for (var late : List.copyOf(reserved)) if (isSet || isLate(late)) agree(late);
                if (isSet) clock = clock.plusSeconds(random.nextInt(120) - 60);
                switch (random.nextInt(4)) {
                    case 0 -> rule();
                    case 1 -> pick(ruled).ifPresent(this::reserve);
                    case 2 -> pick(reserved).ifPresent(this::agree);
                    default -> pick(signing).ifPresent(this::sign);
                }
            }
            return this;
        }

        private Optional<Tried> pick(List<Tried> from) {
            return from.isEmpty() ? Optional.empty() : Optional.of(from.remove(random.nextInt(from.size())));
        }

        private void rule() {
            var isAgain = number > 0 && random.nextInt(5) == 0;
            var of = isAgain ? 1 + random.nextInt(number) : ++number;
            var slot = of % 4 == 0 ? slot(of / 8) : Optional.<Slot>empty();
            var amount = 20 + random.nextInt(150);
            var used = counters.used(charge(amount, false, window), intent(of), slot, clock);
            var isBeyond = used.intValue() + amount > 400;
            if (isBeyond && random.nextInt(4) != 0) return;
            if (isBeyond) answered++;
            var tried = new Tried(of, slot, charge(amount, isBeyond, window), clock);
            heard.allowed("alpha", index++, intent(of), slot, List.of(tried.charge()), clock);
            ruled.add(tried);
        }

        private void reserve(Tried tried) {
            var isUnderWay = reserved.stream().anyMatch(each -> each.number() == tried.number())
                    || signing.stream().anyMatch(each -> each.number() == tried.number());
            if (isUnderWay || isLate(tried)) return;
            switch (counters.reserve(intent(tried.number()), tried.slot(), List.of(tried.charge()), tried.now())) {
                case Counters.Reservation.Made(var made) -> {
                    counters = made;
                    reserved.add(tried);
                }
                case Counters.Reservation.Exceeded _ -> exceeded++;
                case Counters.Reservation.Ended _ -> throw new AssertionError("nothing was given up");
            }
        }

        /// A verdict is written right behind its reservation.
        private boolean isLate(Tried tried) {
            return clock.isAfter(tried.now().plusSeconds(7));
        }

        private void agree(Tried tried) {
            reserved.remove(tried);
            heard.agreed("alpha", intent(tried.number()));
            index++;
            signing.add(tried);
        }

        /// Or it fails, and may be tried again.
        private void sign(Tried tried) {
            if (random.nextInt(5) == 0) return;
            counters = counters.commit(intent(tried.number()));
            heard.signed("alpha", index++, intent(tried.number()));
        }
    }
}
