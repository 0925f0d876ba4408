package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.intent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

@DisplayName("Counts that were written otherwise than a node writes them, docs/spec/court.md")
class CountersCheatsTest {
    private static final CounterKey KEY = new CounterKey("p", "r", List.of("asset=none", "source=acme"));
    private static final Limit.Window DAY = new Limit.Window.Rolling(Duration.ofDays(1));
    private static final String AMOUNT = "12.50";
    private static final int NANO = 7;

    /// By the bytes of their ids.
    private static final List<IntentId> SORTED = List.of(intent(1), intent(2), intent(3)).stream()
            .sorted(Comparator.comparing(IntentId::value))
            .toList();

    private static Bytes bytes(Consumer<Writer> body) {
        var writer = new Writer();
        body.accept(writer);
        return writer.toBytes();
    }

    private static void key(Writer writer, String rule) {
        writer.text("p").text(rule).list(KEY.values(), Writer::text);
    }

    private static void entry(Writer writer, String amount, long second, int nano, Bytes... slots) {
        writer.raw(SORTED.getFirst().value().bytes()).text(amount).u64(second).u32(nano);
        writer.list(List.of(slots), Writer::raw);
    }

    private static Bytes one(String amount, long second, int nano, Bytes... slots) {
        return bytes(writer -> {
            writer.u32(1);
            key(writer, "r");
            writer.u32(1);
            entry(writer, amount, second, nano, slots);
            writer.u32(0);
        });
    }

    private static Bytes states(int... numbersAndStates) {
        return bytes(writer -> {
            writer.u32(0).u32(numbersAndStates.length / 2);
            for (var i = 0; i < numbersAndStates.length; i += 2)
                writer.raw(SORTED.get(numbersAndStates[i]).value().bytes()).u8(numbersAndStates[i + 1]);
        });
    }

    private static Counters read(Bytes bytes) {
        return Reader.parse(bytes, Counters::read).orThrow();
    }

    private static Bytes written(Counters counters) {
        return bytes(counters::write);
    }

    private static String refusal(Bytes bytes) {
        return switch (Reader.parse(bytes, Counters::read)) {
            case Parsed.Ok<Counters> _ -> "read";
            case Parsed.Malformed<Counters>(var _, var expected) -> expected;
        };
    }

    @Test
    void countsAsTheyAreWritten_areReadWithAllThatTheyHold() {
        var slot = new Slot(intent(9).value());
        var bytes = one(AMOUNT, NOW.getEpochSecond(), NANO, slot.value().bytes());
        var counters = read(bytes);
        assertThat(counters.keys()).containsExactly(KEY);
        assertThat(counters.entries(KEY))
                .containsExactly(new Counters.Entry(
                        SORTED.getFirst(), new BigDecimal(AMOUNT), NOW.plusNanos(NANO), Optional.of(slot)));
        assertThat(written(counters)).isEqualTo(bytes);
        var bare = one("0", NOW.getEpochSecond(), 999_999_999);
        assertThat(read(bare).entries(KEY))
                .containsExactly(new Counters.Entry(SORTED.getFirst(), BigDecimal.ZERO, NOW.plusNanos(999_999_999)));
        assertThat(written(read(bare))).isEqualTo(bare);
    }

    @Test
    void howFarEachRequestHasCome_isReadAsItWasWritten() {
        var bytes = states(0, 1, 1, 2, 2, 3);
        var counters = read(bytes);
        assertThat(SORTED)
                .extracting(counters::state)
                .containsExactly(
                        Optional.of(Counters.State.RESERVED),
                        Optional.of(Counters.State.COMMITTED),
                        Optional.of(Counters.State.RELEASED));
        assertThat(written(counters)).isEqualTo(bytes);
        for (var state : List.of(0, 4, 255))
            assertThat(refusal(states(0, state))).isEqualTo("state in 1..3");
    }

    @Test
    void requestsOutOfOrder_orTwice_areRefused() {
        assertThat(refusal(states(0, 1, 0, 1))).isEqualTo("requests in ascending order");
        assertThat(refusal(states(1, 1, 0, 1))).isEqualTo("requests in ascending order");
        assertThat(refusal(states(0, 1, 1, 1))).isEqualTo("read");
    }

    private static Bytes rules(String... rules) {
        return bytes(writer -> {
            writer.u32(rules.length);
            for (var rule : rules) {
                key(writer, rule);
                writer.u32(1);
                entry(writer, AMOUNT, NOW.getEpochSecond(), NANO);
            }
            writer.u32(0);
        });
    }

    @Test
    void countsOutOfOrder_orTwice_areRefused() {
        assertThat(refusal(rules("r", "r"))).isEqualTo("counts in ascending order");
        assertThat(refusal(rules("s", "r"))).isEqualTo("counts in ascending order");
        assertThat(read(rules("r", "s")).keys()).hasSize(2);
    }

    @Test
    void countOfNothing_isRefused() {
        var none = bytes(writer -> {
            writer.u32(1);
            key(writer, "r");
            writer.u32(0).u32(0);
        });
        assertThat(refusal(none)).isEqualTo("1 entry or more");
    }

    /// Otherwise one count would have several forms, or none.
    @Test
    void amountsInAnotherSpelling_areRefused() {
        for (var amount : List.of("", "-1", "+1", "1e3", ".5", "5.", "1,5", " 1", "0x1"))
            assertThat(refusal(one(amount, 0, 0))).as(amount).isEqualTo("an amount in decimal digits");
        for (var amount : List.of("01", "00", "007.5"))
            assertThat(refusal(one(amount, 0, 0))).as(amount).isEqualTo("an amount in its one spelling");
        for (var amount : List.of("0", "0.5", "10", "12.50"))
            assertThat(refusal(one(amount, 0, 0))).as(amount).isEqualTo("read");
    }

    @Test
    void momentsThatAreNone_areRefused() {
        assertThat(refusal(one(AMOUNT, 0, 1_000_000_000))).isEqualTo("moment with nanoseconds below a second");
        assertThat(refusal(one(AMOUNT, Long.MAX_VALUE, 0))).isEqualTo("moment before the year 10000");
    }

    @Test
    void moreThanAnybodyCounts_isRefusedBeforeItIsRead() {
        var many = 1 << 24;
        assertThat(refusal(bytes(writer -> writer.u32(many + 1)))).isEqualTo("at most 16777216 counts");
        assertThat(refusal(bytes(writer -> writer.u32(0).u32(many + 1)))).isEqualTo("at most 16777216 requests");
        assertThat(refusal(bytes(writer -> writer.u32(many)))).doesNotStartWith("at most");
    }

    @Test
    void countsThatWereKept_goOnCounting_andNobodyChangesThem() {
        var list = new ArrayList<>(List.of(new Counters.Entry(intent(1), BigDecimal.TEN, NOW)));
        var kept = Counters.kept(Map.of(KEY, list), Map.of(intent(1), Counters.State.COMMITTED));
        list.clear();
        var most = new Charge(KEY, BigDecimal.ONE, DAY, BigDecimal.TEN, false);
        assertThat(kept.used(most, intent(2), NOW)).isEqualByComparingTo("10");
        assertThat(kept.reserve(intent(2), List.of(most), NOW))
                .isEqualTo(new Counters.Reservation.Exceeded(List.of(KEY)));
        assertThat(kept.release(intent(1))).isSameAs(kept);
        assertThat(read(written(kept)).entries(KEY)).isEqualTo(kept.entries(KEY));
    }
}
