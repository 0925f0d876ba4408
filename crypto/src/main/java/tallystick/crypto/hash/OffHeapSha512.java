package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import tallystick.crypto.secret.SecretMemory;

/// SHA-512 of one whole message, with message, schedule and state in secret memory.
///
/// **Timing** no branch and no index depends on the message; its length is public.
///
/// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §5.1.2, §6.4 (padding, SHA-512)
final class OffHeapSha512 {
    static final int DIGEST_BYTES = 64;
    private static final int BLOCK_BYTES = 128;
    private static final int ROUNDS = 80;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NATIVE = ValueLayout.JAVA_LONG_UNALIGNED;

    /// The first 64 bits of the fractional parts of the square roots of the first eight primes.
    private static final long[] INITIAL = new long[8];
    /// The same of the cube roots of the first eighty primes.
    private static final long[] ROUND = new long[ROUNDS];

    static {
        var prime = BigInteger.TWO;
        for (var i = 0; i < ROUNDS; i++) {
            if (i < INITIAL.length) INITIAL[i] = prime.shiftLeft(128).sqrt().longValue();
            ROUND[i] = cubeRoot(prime.shiftLeft(192)).longValue();
            prime = prime.nextProbablePrime();
        }
    }

    private OffHeapSha512() {}

    /// Writes to `target64` the hash of `message`.
    static void hash(MemorySegment message, MemorySegment target64, SecretMemory home) {
        var length = message.byteSize();
        var padded = (length + 17 + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        try (var input = home.allocate((int) padded);
                var schedule = home.allocate(ROUNDS * Long.BYTES);
                var state = home.allocate(DIGEST_BYTES)) {
            var blocks = input.memory();
            MemorySegment.copy(message, 0, blocks, 0, length);
            blocks.set(ValueLayout.JAVA_BYTE, length, (byte) 0x80);
            blocks.set(WORD, padded - 8, length * 8);
            for (var i = 0; i < 8; i++) state.memory().set(WORD, 8L * i, INITIAL[i]);
            for (var at = 0L; at < padded; at += BLOCK_BYTES) compress(state.memory(), blocks, at, schedule.memory());
            MemorySegment.copy(state.memory(), 0, target64, 0, DIGEST_BYTES);
        }
    }

    private static void compress(MemorySegment state, MemorySegment blocks, long offset, MemorySegment schedule) {
        for (var t = 0; t < 16; t++) schedule.set(NATIVE, 8L * t, blocks.get(WORD, offset + 8L * t));
        for (var t = 16; t < ROUNDS; t++) {
            var word = smallSigma1(schedule.get(NATIVE, 8L * (t - 2)))
                    + schedule.get(NATIVE, 8L * (t - 7))
                    + smallSigma0(schedule.get(NATIVE, 8L * (t - 15)))
                    + schedule.get(NATIVE, 8L * (t - 16));
            schedule.set(NATIVE, 8L * t, word);
        }
        long a = state.get(WORD, 0);
        long b = state.get(WORD, 8);
        long c = state.get(WORD, 16);
        long d = state.get(WORD, 24);
        long e = state.get(WORD, 32);
        long f = state.get(WORD, 40);
        long g = state.get(WORD, 48);
        long h = state.get(WORD, 56);
        for (var t = 0; t < ROUNDS; t++) {
            var t1 = h + bigSigma1(e) + (g ^ (e & (f ^ g))) + ROUND[t] + schedule.get(NATIVE, 8L * t);
            var t2 = bigSigma0(a) + ((a & b) ^ (c & (a ^ b)));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        add(state, 0, a);
        add(state, 8, b);
        add(state, 16, c);
        add(state, 24, d);
        add(state, 32, e);
        add(state, 40, f);
        add(state, 48, g);
        add(state, 56, h);
    }

    private static void add(MemorySegment state, long offset, long value) {
        state.set(WORD, offset, state.get(WORD, offset) + value);
    }

    private static long bigSigma0(long x) {
        return Long.rotateRight(x, 28) ^ Long.rotateRight(x, 34) ^ Long.rotateRight(x, 39);
    }

    private static long bigSigma1(long x) {
        return Long.rotateRight(x, 14) ^ Long.rotateRight(x, 18) ^ Long.rotateRight(x, 41);
    }

    private static long smallSigma0(long x) {
        return Long.rotateRight(x, 1) ^ Long.rotateRight(x, 8) ^ x >>> 7;
    }

    private static long smallSigma1(long x) {
        return Long.rotateRight(x, 19) ^ Long.rotateRight(x, 61) ^ x >>> 6;
    }

    /// ⌊∛x⌋ by bisection.
    private static BigInteger cubeRoot(BigInteger x) {
        var below = BigInteger.ZERO;
        var above = BigInteger.ONE.shiftLeft(x.bitLength() / 3 + 1);
        while (above.subtract(below).compareTo(BigInteger.ONE) > 0) {
            var middle = below.add(above).shiftRight(1);
            if (middle.pow(3).compareTo(x) <= 0) below = middle;
            else above = middle;
        }
        return below;
    }
}
