package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.hash.StandardHash;

class Sha256BatchPropertyTest {
    private static final long SEED = 0x51ac_e5L;
    private static final int[] COUNTS = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 257};

    @Test
    void everyPath_hashingRows_equalsPlainSha256() {
        var random = new Random(SEED);
        var compared = 0;
        for (var path : Sha256Batch.available()) {
            for (var count : COUNTS) {
                var prefix = bytes(random, 64 * (1 + random.nextInt(3)));
                var rows = bytes(random, 16 * count);
                var firstRow = random.nextInt(Integer.MAX_VALUE - count);
                var column = random.nextInt(Integer.MAX_VALUE);
                try (var arena = Arena.ofConfined()) {
                    var out = arena.allocate(32L * count + 1);
                    path.hashRows(Midstate.after(prefix), column, copy(rows, arena), firstRow, count, out);
                    for (var i = 0; i < count; i++) {
                        var row = rows.slice(16 * i, 16 * i + 16);
                        var message = new Writer()
                                .raw(prefix)
                                .u32(firstRow + i)
                                .u32(column)
                                .raw(row)
                                .toBytes();
                        assertThat(digest(out, i))
                                .as("seed %x, %s, row %d of %d", SEED, path, i, count)
                                .isEqualTo(StandardHash.sha256(message).bytes());
                        compared++;
                    }
                    assertThat(out.get(ValueLayout.JAVA_BYTE, 32L * count)).isZero();
                }
            }
        }
        assertThat(compared).isEqualTo(Sha256Batch.available().size() * 563);
    }

    @Test
    void everyPath_hashingRowsToNumbers_setsTheDigestsSideBySide() {
        var random = new Random(SEED + 1);
        var compared = 0;
        for (var path : Sha256Batch.available()) {
            for (var lanes : new int[] {1, 2, 4, 8}) {
                for (var count : COUNTS) {
                    if (count % lanes != 0) continue;
                    var midstate = Midstate.after(bytes(random, 64));
                    var rows = bytes(random, 16 * count);
                    try (var arena = Arena.ofConfined()) {
                        var numbers = arena.allocate(3 * 32L * count + 1);
                        path.hashRowsToNumbers(midstate, 3, copy(rows, arena), 11, count, lanes, numbers);
                        for (var column = 0; column < 3; column++) {
                            var digests = arena.allocate(32L * count + 1);
                            path.hashRows(midstate, column, copy(rows, arena), 11, count, digests);
                            for (var i = 0; i < count; i++)
                                assertThat(number(numbers, 32L * column * count, i, lanes))
                                        .as("seed %x, %s, row %d of %d in %d lanes", SEED + 1, path, i, count, lanes)
                                        .isEqualTo(digest(digests, i));
                        }
                        assertThat(numbers.get(ValueLayout.JAVA_BYTE, 3 * 32L * count))
                                .isZero();
                        compared += count;
                    }
                }
            }
        }
        assertThat(compared).isEqualTo(Sha256Batch.available().size() * (563 + 190 + 188 + 88));
    }

    /// One number from among those at its side, big-endian.
    private static Bytes number(MemorySegment numbers, long columnAt, int index, int lanes) {
        var bytes = new byte[32];
        for (var i = 0; i < 32; i++) {
            var at = 32L * lanes * (index / lanes) + 8L * lanes * (i / 8) + 8L * (index % lanes) + i % 8;
            bytes[31 - i] = numbers.get(ValueLayout.JAVA_BYTE, columnAt + at);
        }
        return Bytes.copyOf(bytes);
    }

    @Test
    void everyPath_compressingBlocks_equalsPlainSha256() {
        var random = new Random(SEED);
        var compared = 0;
        for (var path : Sha256Batch.available()) {
            for (var count : COUNTS) {
                var prefix = bytes(random, 64);
                var blocks = new Writer();
                var messages = new Bytes[count];
                for (var i = 0; i < count; i++) {
                    messages[i] = bytes(random, random.nextInt(56));
                    blocks.raw(messages[i]).u8(0x80);
                    blocks.raw(Bytes.copyOf(new byte[55 - messages[i].length()]));
                    blocks.u64(8L * (64 + messages[i].length()));
                }
                try (var arena = Arena.ofConfined()) {
                    var out = arena.allocate(32L * count + 1);
                    path.compressMany(Midstate.after(prefix).state(), copy(blocks.toBytes(), arena), count, out);
                    for (var i = 0; i < count; i++) {
                        assertThat(digest(out, i))
                                .as("seed %x, %s, block %d of %d", SEED, path, i, count)
                                .isEqualTo(StandardHash.sha256(Bytes.concat(prefix, messages[i]))
                                        .bytes());
                        compared++;
                    }
                    assertThat(out.get(ValueLayout.JAVA_BYTE, 32L * count)).isZero();
                }
            }
        }
        assertThat(compared).isEqualTo(Sha256Batch.available().size() * 563);
    }

    private static Bytes bytes(Random random, int lengthBytes) {
        var bytes = new byte[lengthBytes];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    private static MemorySegment copy(Bytes bytes, Arena arena) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes.toArray());
    }

    private static Bytes digest(MemorySegment out, int index) {
        return Bytes.copyOf(out.asSlice(32L * index, 32).toArray(ValueLayout.JAVA_BYTE));
    }
}
