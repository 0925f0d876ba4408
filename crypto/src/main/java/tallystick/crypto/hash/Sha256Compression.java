package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The compression function of SHA-256 over memory off the heap.
///
/// **Why** the platform's `MessageDigest` takes only heap arrays and keeps its block on the heap, where a secret would
/// be copied by the garbage collector and never wiped.
///
/// **Form** a state is 32 bytes, a block 64 bytes, both as big-endian words. `window` is 256 bytes of scratch that hold
/// the message schedule afterwards: as secret as the block, the caller wipes it.
///
/// **Timing** no branch and no index depends on the state or the block.
///
/// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2.2 (SHA-256 hash computation)
final class Sha256Compression {
    static final int STATE_BYTES = 32;
    static final int BLOCK_BYTES = 64;
    static final int WINDOW_BYTES = 256;

    static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NATIVE = ValueLayout.JAVA_INT_UNALIGNED;

    /// The first 32 bits of the fractional parts of the square roots of the first eight primes.
    private static final int[] INITIAL = FractionalRoots.ofSquareRoots(8);
    /// The same of the cube roots of the first sixty-four primes.
    private static final int[] ROUND = FractionalRoots.ofCubeRoots(64);

    private Sha256Compression() {}

    /// The constant K_t.
    static int roundConstant(int round) {
        return ROUND[round];
    }

    /// Writes the initial state of the standard.
    static void start(MemorySegment state) {
        for (var i = 0; i < 8; i++) state.set(WORD, 4L * i, INITIAL[i]);
    }

    /// Replaces `state` by its compression with the block of `blocks` at `offsetBytes`.
    static void compress(MemorySegment state, MemorySegment blocks, long offsetBytes, MemorySegment window) {
        for (var t = 0; t < 16; t++) window.set(NATIVE, 4L * t, blocks.get(WORD, offsetBytes + 4L * t));
        compressWindow(state, state, 0, window);
    }

    /// Writes to `target` at `offsetBytes` the compression of `state` with the sixteen native words in `window`.
    static void compressWindow(MemorySegment state, MemorySegment target, long offsetBytes, MemorySegment window) {
        int a = state.get(WORD, 0);
        int b = state.get(WORD, 4);
        int c = state.get(WORD, 8);
        int d = state.get(WORD, 12);
        int e = state.get(WORD, 16);
        int f = state.get(WORD, 20);
        int g = state.get(WORD, 24);
        int h = state.get(WORD, 28);
        // The schedule stands apart: a load from the window under a condition within one long loop makes the compiler
        // take its code back again and again. Then eight rounds an iteration, after which every variable is back in its
        // place.
        schedule(window);
        for (var t = 0; t < 64; t += 8) {
            var at = 4L * t;
            h += round(e, f, g, ROUND[t] + window.get(NATIVE, at));
            d += h;
            h += mix(a, b, c);
            g += round(d, e, f, ROUND[t + 1] + window.get(NATIVE, at + 4));
            c += g;
            g += mix(h, a, b);
            f += round(c, d, e, ROUND[t + 2] + window.get(NATIVE, at + 8));
            b += f;
            f += mix(g, h, a);
            e += round(b, c, d, ROUND[t + 3] + window.get(NATIVE, at + 12));
            a += e;
            e += mix(f, g, h);
            d += round(a, b, c, ROUND[t + 4] + window.get(NATIVE, at + 16));
            h += d;
            d += mix(e, f, g);
            c += round(h, a, b, ROUND[t + 5] + window.get(NATIVE, at + 20));
            g += c;
            c += mix(d, e, f);
            b += round(g, h, a, ROUND[t + 6] + window.get(NATIVE, at + 24));
            f += b;
            b += mix(c, d, e);
            a += round(f, g, h, ROUND[t + 7] + window.get(NATIVE, at + 28));
            e += a;
            a += mix(b, c, d);
        }
        target.set(WORD, offsetBytes, a + state.get(WORD, 0));
        target.set(WORD, offsetBytes + 4, b + state.get(WORD, 4));
        target.set(WORD, offsetBytes + 8, c + state.get(WORD, 8));
        target.set(WORD, offsetBytes + 12, d + state.get(WORD, 12));
        target.set(WORD, offsetBytes + 16, e + state.get(WORD, 16));
        target.set(WORD, offsetBytes + 20, f + state.get(WORD, 20));
        target.set(WORD, offsetBytes + 24, g + state.get(WORD, 24));
        target.set(WORD, offsetBytes + 28, h + state.get(WORD, 28));
    }

    /// The words of rounds 16 to 63, behind those of the block.
    private static void schedule(MemorySegment window) {
        for (var at = 64L; at < WINDOW_BYTES; at += 4) {
            window.set(
                    NATIVE,
                    at,
                    window.get(NATIVE, at - 64)
                            + smallSigma0(window.get(NATIVE, at - 60))
                            + window.get(NATIVE, at - 28)
                            + smallSigma1(window.get(NATIVE, at - 8)));
        }
    }

    private static int round(int e, int f, int g, int constantAndWord) {
        return bigSigma1(e) + (g ^ (e & (f ^ g))) + constantAndWord;
    }

    private static int mix(int a, int b, int c) {
        return bigSigma0(a) + ((a & b) ^ (c & (a ^ b)));
    }

    private static int bigSigma0(int x) {
        return Integer.rotateRight(x, 2) ^ Integer.rotateRight(x, 13) ^ Integer.rotateRight(x, 22);
    }

    private static int bigSigma1(int x) {
        return Integer.rotateRight(x, 6) ^ Integer.rotateRight(x, 11) ^ Integer.rotateRight(x, 25);
    }

    private static int smallSigma0(int x) {
        return Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ x >>> 3;
    }

    private static int smallSigma1(int x) {
        return Integer.rotateRight(x, 17) ^ Integer.rotateRight(x, 19) ^ x >>> 10;
    }
}
