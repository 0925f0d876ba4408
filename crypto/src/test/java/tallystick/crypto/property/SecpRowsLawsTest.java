package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.curve.SecpScalars;

/// Whole columns of scalars, on every path, give what one scalar after the other gives.
class SecpRowsLawsTest {
    private static final Group GROUP = Curve.SECP256K1.group();
    private static final long SEED = 20_260_101L;

    /// Chance with many zeros, ones and numbers next to the order.
    private static List<Scalar> scalars(Random chance, int count) {
        var scalars = new ArrayList<Scalar>();
        for (var i = 0; i < count; i++) {
            var wide = new byte[64];
            chance.nextBytes(wide);
            scalars.add(
                    switch (chance.nextInt(8)) {
                        case 0 -> GROUP.scalar(chance.nextInt(3));
                        case 1 -> GROUP.scalar(-1 - chance.nextInt(3));
                        case 2 -> GROUP.scalar(1).invert().plus(GROUP.scalar(2).invert());
                        default -> GROUP.reduceWide(Bytes.copyOf(wide));
                    });
        }
        return scalars;
    }

    private static MemorySegment column(Arena arena, List<Scalar> scalars) {
        var memory = arena.allocate(32L * Math.max(1, scalars.size()));
        for (var i = 0; i < scalars.size(); i++) {
            var encoded = MemorySegment.ofArray(scalars.get(i).encode().toArray());
            SecpScalars.fromBigEndian(encoded, 0, memory, 32L * i);
        }
        return memory;
    }

    private static Scalar littleEndian(MemorySegment memory, int index) {
        var encoded = MemorySegment.ofArray(new byte[32]);
        SecpScalars.toBigEndian(memory, 32L * index, encoded, 0);
        return bigEndian(encoded, 0);
    }

    private static Scalar bigEndian(MemorySegment memory, int index) {
        return GROUP.parseScalar(Bytes.copyOf(memory.asSlice(32L * index, 32).toArray(ValueLayout.JAVA_BYTE)))
                .orThrow();
    }

    private static MemorySegment masks(Arena arena, Random chance, int count) {
        var masks = arena.allocate(8L * count);
        for (var i = 0; i < count; i++) masks.setAtIndex(ValueLayout.JAVA_LONG, i, -chance.nextLong(2));
        return masks;
    }

    @Test
    void combinations_onEveryPath_areThoseOfScalars() {
        var chance = new Random(SEED);
        var ran = 0;
        for (var path : SecpRows.available()) {
            for (var count : new int[] {8, 16, 40, 752}) {
                try (var arena = Arena.ofConfined()) {
                    var all = scalars(chance, 3 * count);
                    var xy = scalars(chance, 2);
                    var d = scalars(chance, 1);
                    var masks = masks(arena, chance, count);
                    var out = arena.allocate(32L * count);
                    path.combinations(column(arena, all), column(arena, xy), masks, column(arena, d), count, out);
                    for (var i = 0; i < count; i++) {
                        var expected = all.get(i)
                                .times(xy.get(0))
                                .plus(all.get(count + i).times(xy.get(1)))
                                .plus(all.get(2 * count + i));
                        if (masks.getAtIndex(ValueLayout.JAVA_LONG, i) != 0) expected = expected.plus(d.getFirst());
                        assertThat(bigEndian(out, i))
                                .as("%s, %d of %d, seed %d", path, i, count, SEED)
                                .isEqualTo(expected);
                        ran++;
                    }
                }
            }
        }
        assertThat(ran).isEqualTo(816 * SecpRows.available().size());
    }

    @Test
    void largestNumbers_onEveryPath_doNotOverflow() {
        for (var path : SecpRows.available()) {
            try (var arena = Arena.ofConfined()) {
                var count = SecpScalars.TERMS_MAX;
                var largest = column(arena, List.of(GROUP.scalar(-1)));
                var a = arena.allocate(32L * count);
                for (var i = 0; i < count; i++) MemorySegment.copy(largest, 0, a, 32L * i, 32);
                var out = arena.allocate(32);
                path.innerProduct(a, a, count, out);
                assertThat(littleEndian(out, 0)).as("%s", path).isEqualTo(GROUP.scalar(count));
            }
        }
    }

    /// Pads come as numbers of 256 bits that nobody has reduced.
    @Test
    void numbersOverTheOrder_standForWhatTheyAreModIt() {
        var chance = new Random(SEED + 4);
        var count = 40;
        for (var path : SecpRows.available()) {
            try (var arena = Arena.ofConfined()) {
                var a = arena.allocate(96L * count);
                var reduced = new ArrayList<Scalar>();
                for (var i = 0; i < 3 * count; i++) reduced.add(highNumber(chance, a, i));
                var xy = scalars(chance, 2);
                var out = arena.allocate(32L * count);
                path.combinations(a, column(arena, xy), arena.allocate(8L * count), arena.allocate(32), count, out);
                var product = GROUP.scalar(0);
                for (var i = 0; i < count; i++) {
                    var left = reduced.get(i);
                    var right = reduced.get(count + i);
                    product = product.plus(left.times(xy.get(0)));
                    assertThat(bigEndian(out, i))
                            .isEqualTo(left.times(xy.get(0))
                                    .plus(right.times(xy.get(1)))
                                    .plus(reduced.get(2 * count + i)));
                }
                var x = new ArrayList<Scalar>();
                for (var i = 0; i < count; i++) x.add(xy.getFirst());
                path.innerProduct(a, column(arena, x), count, out);
                assertThat(littleEndian(out, 0))
                        .as("%s, seed %d", path, SEED + 4)
                        .isEqualTo(product);
                for (var c : List.of(GROUP.scalar(0), GROUP.scalar(-1), xy.get(1))) {
                    SecpRows.shiftedDifferences(a, a.asSlice(32L * count), column(arena, List.of(c)), count, out);
                    for (var i = 0; i < count; i++)
                        assertThat(bigEndian(out, i))
                                .isEqualTo(reduced.get(i)
                                        .minus(reduced.get(count + i))
                                        .plus(c));
                }
            }
        }
    }

    /// Writes all ones, the order, zero or a number over the order, and says what it is mod the order.
    private static Scalar highNumber(Random chance, MemorySegment out, int index) {
        var wide = new byte[64];
        for (var i = 32; i < 48; i++) wide[i] = (byte) 0xff;
        var below = new byte[16];
        chance.nextBytes(below);
        switch (chance.nextInt(4)) {
            case 0 -> java.util.Arrays.fill(below, (byte) 0xff);
            case 1 -> {
                below = Bytes.ofHex("baaedce6af48a03bbfd25e8cd0364141").toArray();
                wide[47] = (byte) 0xfe;
            }
            case 2 -> wide = new byte[64];
            default -> below[0] |= (byte) 0xc0;
        }
        System.arraycopy(below, 0, wide, 48, 16);
        if (wide[32] == 0) wide = new byte[64];
        for (var i = 0; i < 32; i++) out.set(ValueLayout.JAVA_BYTE, 32L * index + i, wide[63 - i]);
        return GROUP.reduceWide(Bytes.copyOf(wide));
    }

    @Test
    void innerProducts_onEveryPath_areThoseOfScalars() {
        var chance = new Random(SEED + 1);
        for (var path : SecpRows.available()) {
            for (var count : new int[] {8, 96, 752}) {
                try (var arena = Arena.ofConfined()) {
                    var a = scalars(chance, count);
                    var b = scalars(chance, count);
                    var expected = GROUP.scalar(0);
                    for (var i = 0; i < count; i++)
                        expected = expected.plus(a.get(i).times(b.get(i)));
                    var out = arena.allocate(32);
                    path.innerProduct(column(arena, a), column(arena, b), count, out);
                    assertThat(littleEndian(out, 0))
                            .as("%s, %d, seed %d", path, count, SEED + 1)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void anyCount_findsAPath() {
        var chance = new Random(SEED + 2);
        for (var count = 0; count < 20; count++) {
            try (var arena = Arena.ofConfined()) {
                var a = scalars(chance, count);
                var expected = GROUP.scalar(0);
                for (var each : a) expected = expected.plus(each.times(each));
                var out = arena.allocate(32);
                SecpRows.innerProduct(column(arena, a), column(arena, a), count, out);
                assertThat(littleEndian(out, 0)).as("%d", count).isEqualTo(expected);
            }
        }
    }

    @Test
    void differencesAndMaskedSums_areThoseOfScalars() {
        var chance = new Random(SEED + 3);
        var count = 2000;
        try (var arena = Arena.ofConfined()) {
            var a = scalars(chance, count);
            var b = scalars(chance, count);
            for (var c : scalars(chance, 10)) {
                var out = arena.allocate(32L * count);
                SecpRows.shiftedDifferences(column(arena, a), column(arena, b), column(arena, List.of(c)), count, out);
                for (var i = 0; i < count; i++)
                    assertThat(bigEndian(out, i))
                            .as("seed %d", SEED + 3)
                            .isEqualTo(a.get(i).minus(b.get(i)).plus(c));
            }
            var masks = masks(arena, chance, count);
            var sums = column(arena, a);
            var encoded = arena.allocate(32L * count);
            for (var i = 0; i < count; i++)
                MemorySegment.copy(b.get(i).encode().toArray(), 0, encoded, ValueLayout.JAVA_BYTE, 32L * i, 32);
            SecpRows.addMaskedBigEndian(masks, encoded, sums, count);
            for (var i = 0; i < count; i++) {
                var expected = masks.getAtIndex(ValueLayout.JAVA_LONG, i) != 0
                        ? a.get(i).plus(b.get(i))
                        : a.get(i);
                assertThat(littleEndian(sums, i)).as("seed %d", SEED + 3).isEqualTo(expected);
            }
        }
    }
}
