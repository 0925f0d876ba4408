package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// A1: a cheater looks for two different lists of fields with one hash, to reuse a proof of the one for the other.
class A1AmbiguousEncodingTest {
    private static final long SEED = 0xa1L;
    private static final String PURPOSE = "tallystick/example/v1/purpose";

    sealed interface Item {
        record Field(String label, Bytes value) implements Item {}

        record Many(String label, List<Bytes> values) implements Item {}
    }

    @Test
    void bytesMovedOverABoundary_giveAnotherDigest() {
        var value = Bytes.ofUtf8("alpha$beta");
        var seen = new HashMap<Digest32, Object>();
        for (var cut = 0; cut <= value.length(); cut++) {
            var left = value.slice(0, cut);
            var right = value.slice(cut, value.length());
            add(seen, List.of(new Item.Field("a", left), new Item.Field("b", right)));
            add(seen, List.of(new Item.Many("a", List.of(left, right))));
            add(seen, List.of(new Item.Many("a", List.of(left)), new Item.Many("a", List.of(right))));
            add(
                    seen,
                    List.of(new Item.Field(
                            new String(left.toArray(), java.nio.charset.StandardCharsets.UTF_8), right)));
        }
        assertThat(seen).hasSize(4 * 11);
    }

    @Test
    void emptyElements_count() {
        var none = Bytes.empty();
        var seen = new HashMap<Digest32, Object>();
        add(seen, List.of());
        add(seen, List.of(new Item.Field("", none)));
        add(seen, List.of(new Item.Field("a", none)));
        add(seen, List.of(new Item.Field("a", none), new Item.Field("a", none)));
        for (var count = 0; count < 5; count++)
            add(seen, List.of(new Item.Many("a", java.util.Collections.nCopies(count, none))));
        assertThat(seen).hasSize(9);
    }

    @Test
    void valueThatImitatesTheNextHeader_isNotThatHeader() {
        var one = Bytes.copyOf((byte) 1);
        var imitation = new Writer()
                .raw(one)
                .u8(1)
                .u32(1)
                .raw(Bytes.ofUtf8("b"))
                .u64(1)
                .raw(one)
                .toBytes();
        var seen = new HashMap<Digest32, Object>();
        add(seen, List.of(new Item.Field("a", one), new Item.Field("b", one)));
        add(seen, List.of(new Item.Field("a", imitation)));
        add(seen, List.of(new Item.Many("a", List.of(imitation))));
        assertThat(seen).hasSize(3);
    }

    @Test
    void purpose_isNoField() {
        var long1 = Transcript.of(PURPOSE).add("x", 1).digest();
        var other = Transcript.of(PURPOSE + "x").add("", 1).digest();
        assertThat(long1).isNotEqualTo(other);
        assertThat(Transcript.of("").add(PURPOSE, 1).digest()).isNotEqualTo(long1);
    }

    @Test
    void randomLists_collideOnlyIfEqual() {
        var random = new Random(SEED);
        var seen = new HashMap<Digest32, Object>();
        for (var i = 0; i < 20_000; i++) add(seen, items(random));
        assertThat(seen.size()).as("seed %x", SEED).isGreaterThan(5_000);
    }

    private static List<Item> items(Random random) {
        var items = new ArrayList<Item>();
        for (var count = random.nextInt(4); count > 0; count--) {
            var label = "ab".substring(0, random.nextInt(3));
            if (random.nextBoolean()) items.add(new Item.Field(label, value(random)));
            else {
                var values = new ArrayList<Bytes>();
                for (var n = random.nextInt(3); n > 0; n--) values.add(value(random));
                items.add(new Item.Many(label, values));
            }
        }
        return items;
    }

    /// Short values of bytes that occur in headers, so that near misses are common.
    private static Bytes value(Random random) {
        var bytes = new byte[random.nextInt(4)];
        for (var i = 0; i < bytes.length; i++) bytes[i] = (byte) random.nextInt(3);
        return Bytes.copyOf(bytes);
    }

    private static void add(Map<Digest32, Object> seen, List<Item> items) {
        var transcript = Transcript.of(PURPOSE);
        for (var item : items)
            switch (item) {
                case Item.Field(var label, var value) -> transcript.add(label, value);
                case Item.Many(var label, var values) -> transcript.add(label, values);
            }
        var before = seen.putIfAbsent(transcript.digest(), items);
        if (before != null) assertThat(before).isEqualTo(items);
    }
}
