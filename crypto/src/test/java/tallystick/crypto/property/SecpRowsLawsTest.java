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

    /// Numbers one after the other as a column in so many lanes.
    private static MemorySegment inLanes(Arena arena, int lanes, MemorySegment numbers) {
        var column = arena.allocate(numbers.byteSize());
        for (var i = 0; i < numbers.byteSize() / 32; i++)
            for (var w = 0; w < 4; w++)
                column.set(
                        ValueLayout.JAVA_LONG,
                        place(i, w, lanes),
                        numbers.get(ValueLayout.JAVA_LONG, 32L * i + 8L * w));
        return column;
    }

    private static MemorySegment fromLanes(Arena arena, int lanes, MemorySegment column) {
        var numbers = arena.allocate(column.byteSize());
        for (var i = 0; i < numbers.byteSize() / 32; i++)
            for (var w = 0; w < 4; w++)
                numbers.set(
                        ValueLayout.JAVA_LONG, 32L * i + 8L * w, column.get(ValueLayout.JAVA_LONG, place(i, w, lanes)));
        return numbers;
    }

    private static long place(int index, int word, int lanes) {
        return 32L * lanes * (index / lanes) + 8L * lanes * word + 8L * (index % lanes);
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
                    var columns = inLanes(arena, path.lanes(), column(arena, all));
                    path.combinations(columns, column(arena, xy), masks, column(arena, d), count, out);
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
                a = inLanes(arena, path.lanes(), a);
                var out = arena.allocate(32);
                path.innerProduct(a, a, count, out);
                assertThat(littleEndian(out, 0)).as("%s", path).isEqualTo(GROUP.scalar(count));
                var masks = arena.allocate(8L * count);
                masks.fill((byte) -1);
                path.maskedSum(masks, a, count, out);
                assertThat(littleEndian(out, 0)).as("%s", path).isEqualTo(GROUP.scalar(-count));
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
                a = inLanes(arena, path.lanes(), a);
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
                path.innerProduct(a, inLanes(arena, path.lanes(), column(arena, x)), count, out);
                assertThat(littleEndian(out, 0))
                        .as("%s, seed %d", path, SEED + 4)
                        .isEqualTo(product);
                for (var c : List.of(GROUP.scalar(0), GROUP.scalar(-1), xy.get(1))) {
                    path.shiftedDifferences(a, a.asSlice(32L * count), column(arena, List.of(c)), count, out);
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
                    var left = inLanes(arena, path.lanes(), column(arena, a));
                    path.innerProduct(left, inLanes(arena, path.lanes(), column(arena, b)), count, out);
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
                var column = count == 0 ? arena.allocate(32) : column(arena, a);
                if (count != 0) column = inLanes(arena, SecpRows.lanes(count), column);
                SecpRows.innerProduct(column, column, count, out);
                assertThat(littleEndian(out, 0)).as("%d", count).isEqualTo(expected);
            }
        }
    }

    @Test
    void differencesAndMaskedSums_onEveryPath_areThoseOfScalars() {
        var chance = new Random(SEED + 3);
        var count = 2000;
        for (var path : SecpRows.available()) {
            try (var arena = Arena.ofConfined()) {
                var a = scalars(chance, count);
                var b = scalars(chance, count);
                var left = inLanes(arena, path.lanes(), column(arena, a));
                var right = inLanes(arena, path.lanes(), column(arena, b));
                for (var c : scalars(chance, 10)) {
                    var out = arena.allocate(32L * count);
                    path.shiftedDifferences(left, right, column(arena, List.of(c)), count, out);
                    for (var i = 0; i < count; i++)
                        assertThat(bigEndian(out, i))
                                .as("%s, seed %d", path, SEED + 3)
                                .isEqualTo(a.get(i).minus(b.get(i)).plus(c));
                }
                var masks = masks(arena, chance, count);
                var encoded = encoded(arena, b);
                path.addMaskedBigEndian(masks, encoded, left, count);
                var sums = fromLanes(arena, path.lanes(), left);
                var sum = GROUP.scalar(0);
                for (var i = 0; i < count; i++) {
                    var chosen = masks.getAtIndex(ValueLayout.JAVA_LONG, i) != 0;
                    assertThat(littleEndian(sums, i))
                            .as("%s, seed %d", path, SEED + 3)
                            .isEqualTo(chosen ? a.get(i).plus(b.get(i)) : a.get(i));
                    if (chosen) sum = sum.plus(b.get(i));
                }
                var out = arena.allocate(32);
                path.maskedSum(masks, right, count, out);
                assertThat(littleEndian(out, 0))
                        .as("%s, seed %d", path, SEED + 3)
                        .isEqualTo(sum);
            }
        }
    }

    private static MemorySegment encoded(Arena arena, List<Scalar> scalars) {
        var encoded = arena.allocate(32L * scalars.size());
        for (var i = 0; i < scalars.size(); i++)
            MemorySegment.copy(scalars.get(i).encode().toArray(), 0, encoded, ValueLayout.JAVA_BYTE, 32L * i, 32);
        return encoded;
    }

    /// Numbers of 256 bits at the edges, masks of ones and zeros, each with each: the portable path says what is right.
    @Test
    void edges_onEveryPath_giveTheBytesOfThePortableOne() {
        var edges = new ArrayList<Bytes>();
        for (var hex : List.of(
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000001",
                "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142",
                "000000000000000000000000000000014551231950b75fc4402da1732fc9bebf",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")) edges.add(Bytes.ofHex(hex));
        var scalars = List.of(0, 1, 2, 3, 6);
        var count = edges.size() * scalars.size() * 2;
        for (var path : SecpRows.available()) {
            try (var arena = Arena.ofConfined()) {
                var anyBytes = arena.allocate(32L * count);
                var scalarBytes = arena.allocate(32L * count);
                var masks = arena.allocate(8L * count);
                for (var i = 0; i < count; i++) {
                    var any = edges.get(i / 2 % edges.size());
                    var scalar = edges.get(scalars.get(i / 2 / edges.size()));
                    MemorySegment.copy(any.toArray(), 0, anyBytes, ValueLayout.JAVA_BYTE, 32L * i, 32);
                    MemorySegment.copy(scalar.toArray(), 0, scalarBytes, ValueLayout.JAVA_BYTE, 32L * i, 32);
                    masks.setAtIndex(ValueLayout.JAVA_LONG, i, -(i % 2));
                }
                assertThat(all(path, arena, anyBytes, scalarBytes, masks, count))
                        .as("%s", path)
                        .isEqualTo(all(SecpRows.available().getFirst(), arena, anyBytes, scalarBytes, masks, count));
            }
        }
    }

    /// All that a path makes of numbers, scalars and masks.
    private static Bytes all(
            SecpRows.Path path, Arena arena, MemorySegment any, MemorySegment scalars, MemorySegment masks, int count) {
        var column = 32L * count;
        var made = arena.allocate(7 * column);
        var a = arena.allocate(3 * column);
        path.fromBigEndian(any, count, a);
        path.fromBigEndian(scalars, count, a.asSlice(column));
        path.fromBigEndian(any, count, a.asSlice(2 * column));
        for (var i = 0; i < 5; i++) {
            var c = arena.allocate(32);
            SecpScalars.fromBigEndian(scalars, column / 5 * i, c, 0);
            path.shiftedDifferences(a, a.asSlice(column), c, count, made.asSlice(column * i));
            path.shiftedDifferences(a.asSlice(column), a, c, count, made.asSlice(column * (i + 1)));
        }
        var xy = arena.allocate(64);
        SecpScalars.fromBigEndian(scalars, 3 * column / 5, xy, 0);
        SecpScalars.fromBigEndian(scalars, 3 * column / 5, xy, 32);
        path.combinations(a, xy, masks, xy.asSlice(32), count, made.asSlice(5 * column));
        path.addMaskedBigEndian(masks, scalars, a, count);
        made.asSlice(6 * column, column).copyFrom(fromLanes(arena, path.lanes(), a.asSlice(0, column)));
        var numbers = arena.allocate(96);
        path.innerProduct(a, a.asSlice(2 * column), count, numbers);
        path.innerProduct(a.asSlice(2 * column), a.asSlice(2 * column), count, numbers.asSlice(32));
        path.maskedSum(masks, a.asSlice(2 * column), count, numbers.asSlice(64));
        return Bytes.concat(Bytes.copyOf(made), Bytes.copyOf(numbers));
    }
}
