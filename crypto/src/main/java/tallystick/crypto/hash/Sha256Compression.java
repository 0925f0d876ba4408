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
    static final int PAIR_BYTES = 2 * WINDOW_BYTES;

    static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt NATIVE = ValueLayout.JAVA_INT_UNALIGNED;

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
        add(state, a, b, c, d, e, f, g, h, target, offsetBytes);
    }

    /// Writes to `target` at both offsets the compressions of `state` with sixteen native words each, which stand in
    /// `pair` by turns: word t of the first at 8t bytes, of the second behind it.
    ///
    /// **Why** a round waits for the one before; two that do not wait for each other fill the gaps.
    static void compressPair(MemorySegment state, MemorySegment target, long first, long second, MemorySegment pair) {
        schedulePair(pair);
        int a = state.get(WORD, 0), b = state.get(WORD, 4), c = state.get(WORD, 8), d = state.get(WORD, 12);
        int e = state.get(WORD, 16), f = state.get(WORD, 20), g = state.get(WORD, 24), h = state.get(WORD, 28);
        int a2 = a, b2 = b, c2 = c, d2 = d, e2 = e, f2 = f, g2 = g, h2 = h;
        for (var t = 0; t < 64; t += 4) {
            var at = 8L * t;
            int k = ROUND[t], k1 = ROUND[t + 1], k2 = ROUND[t + 2], k3 = ROUND[t + 3];
            // What a round adds to one variable it adds to another too.
            d += h += round(e, f, g, k + pair.get(NATIVE, at));
            h += mix(a, b, c);
            d2 += h2 += round(e2, f2, g2, k + pair.get(NATIVE, at + 4));
            h2 += mix(a2, b2, c2);
            c += g += round(d, e, f, k1 + pair.get(NATIVE, at + 8));
            g += mix(h, a, b);
            c2 += g2 += round(d2, e2, f2, k1 + pair.get(NATIVE, at + 12));
            g2 += mix(h2, a2, b2);
            b += f += round(c, d, e, k2 + pair.get(NATIVE, at + 16));
            f += mix(g, h, a);
            b2 += f2 += round(c2, d2, e2, k2 + pair.get(NATIVE, at + 20));
            f2 += mix(g2, h2, a2);
            a += e += round(b, c, d, k3 + pair.get(NATIVE, at + 24));
            e += mix(f, g, h);
            a2 += e2 += round(b2, c2, d2, k3 + pair.get(NATIVE, at + 28));
            e2 += mix(f2, g2, h2);
            // Four rounds on, either half of the variables has the names of the other.
            int eNow = a, fNow = b, gNow = c, hNow = d;
            a = e;
            b = f;
            c = g;
            d = h;
            e = eNow;
            f = fNow;
            g = gNow;
            h = hNow;
            int e2Now = a2, f2Now = b2, g2Now = c2, h2Now = d2;
            a2 = e2;
            b2 = f2;
            c2 = g2;
            d2 = h2;
            e2 = e2Now;
            f2 = f2Now;
            g2 = g2Now;
            h2 = h2Now;
        }
        add(state, a, b, c, d, e, f, g, h, target, first);
        add(state, a2, b2, c2, d2, e2, f2, g2, h2, target, second);
    }

    private static void add(
            MemorySegment state,
            int a,
            int b,
            int c,
            int d,
            int e,
            int f,
            int g,
            int h,
            MemorySegment target,
            long offsetBytes) {
        target.set(WORD, offsetBytes, a + state.get(WORD, 0));
        target.set(WORD, offsetBytes + 4, b + state.get(WORD, 4));
        target.set(WORD, offsetBytes + 8, c + state.get(WORD, 8));
        target.set(WORD, offsetBytes + 12, d + state.get(WORD, 12));
        target.set(WORD, offsetBytes + 16, e + state.get(WORD, 16));
        target.set(WORD, offsetBytes + 20, f + state.get(WORD, 20));
        target.set(WORD, offsetBytes + 24, g + state.get(WORD, 24));
        target.set(WORD, offsetBytes + 28, h + state.get(WORD, 28));
    }

    /// As [#schedule], for both of a pair.
    private static void schedulePair(MemorySegment pair) {
        for (var at = 128L; at < PAIR_BYTES; at += 8) {
            var word = pair.get(NATIVE, at - 128)
                    + smallSigma0(pair.get(NATIVE, at - 120))
                    + pair.get(NATIVE, at - 56)
                    + smallSigma1(pair.get(NATIVE, at - 16));
            pair.set(NATIVE, at, word);
            var word2 = pair.get(NATIVE, at - 124)
                    + smallSigma0(pair.get(NATIVE, at - 116))
                    + pair.get(NATIVE, at - 52)
                    + smallSigma1(pair.get(NATIVE, at - 12));
            pair.set(NATIVE, at + 4, word2);
        }
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
