package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The receiver of one OT extension, bit by bit as the specification says, apart from the shipped code's kernels; and
/// able to cheat.
final class PlainExtension {
    private static final int COLUMNS = VoleParameters.BASE_OTS;
    private static final int SIGMA = VoleParameters.CHECK_BITS;

    private final ExtensionShape shape;
    private final Digest32 instance;
    private final SecretMemory home;
    private final byte[][] zeros = new byte[COLUMNS][];
    private final byte[][] corrections = new byte[COLUMNS][];
    private final byte[] bits;
    /// What was added to a correction, and what the cheater bets Δ_i to be.
    private final SortedMap<Integer, Integer> bets = new TreeMap<>();
    private int betRow;

    PlainExtension(ExtensionShape shape, Digest32 instance, ExtensionPair pair, SecretMemory home) {
        this.shape = shape;
        this.instance = instance;
        this.home = home;
        var ones = new byte[COLUMNS][];
        try (var zeroColumns = SeedColumns.of(instance, pair.zeroSeeds.memory(), home);
                var oneColumns = SeedColumns.of(instance, pair.oneSeeds.memory(), home)) {
            for (var i = 0; i < COLUMNS; i++) {
                zeros[i] = column(zeroColumns, i);
                ones[i] = column(oneColumns, i);
            }
        }
        bits = xor(zeros[0], ones[0]);
        for (var i = 1; i < COLUMNS; i++) corrections[i] = xor(xor(zeros[i], ones[i]), bits);
    }

    private byte[] column(SeedColumns columns, int index) {
        var column = new byte[shape.columnBytes()];
        columns.fill(index, MemorySegment.ofArray(column));
        return column;
    }

    /// Turns the bit `row` of correction `column` and bets that Δ has `bet` there.
    void cheat(int column, int row, int bet) {
        corrections[column][row / 8] ^= (byte) (1 << row % 8);
        bets.put(column, bet);
        betRow = row;
    }

    /// The message that passes if and only if every bet is right.
    ExtensionMessage message() {
        var sent = Bytes.empty();
        for (var i = 1; i < COLUMNS; i++) sent = Bytes.concat(sent, Bytes.copyOf(corrections[i]));
        var challenge = ExtensionTranscript.challenge(instance, sent);
        var x = matrix(challenge);
        var product = new byte[LinearCheck.PRODUCT_BYTES];
        for (var i = 0; i < COLUMNS; i++) {
            var column = zeros[i].clone();
            if (bets.getOrDefault(i, 0) == 1) column[betRow / 8] ^= (byte) (1 << betRow % 8);
            for (var r = 0; r < SIGMA; r++) product[16 * r + i / 8] |= (byte) (times(x, r, column) << i % 8);
        }
        var bitsProduct = new byte[LinearCheck.BITS_BYTES];
        for (var r = 0; r < SIGMA; r++) bitsProduct[r / 8] |= (byte) (times(x, r, bits) << r % 8);
        return new ExtensionMessage(
                sent,
                Bytes.copyOf(bitsProduct),
                ExtensionTranscript.rowsCheck(instance, challenge, MemorySegment.ofArray(product), home));
    }

    /// Row r of [X | I] times a column.
    private int times(byte[] x, int row, byte[] column) {
        var sum = bit(column, shape.usedRows() + row);
        for (var j = 0; j < shape.usedRows(); j++) sum ^= x[j / 8 * SIGMA + row] >>> j % 8 & 1 & bit(column, j);
        return sum & 1;
    }

    private byte[] matrix(Digest32 challenge) {
        var x = new byte[shape.usedRows() / 8 * SIGMA];
        try (var seed = SecretBytes.takeFrom(challenge.bytes().toArray(), home);
                var stream = PrgAes.open(seed, 0);
                var out = home.allocate(x.length)) {
            stream.fill(out.memory());
            MemorySegment.copy(out.memory(), ValueLayout.JAVA_BYTE, 0, x, 0, x.length);
        }
        return x;
    }

    private static int bit(byte[] bits, int index) {
        return bits[index / 8] >>> index % 8 & 1;
    }

    private static byte[] xor(byte[] a, byte[] b) {
        var sum = a.clone();
        for (var i = 0; i < sum.length; i++) sum[i] ^= b[i];
        return sum;
    }
}
