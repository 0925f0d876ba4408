package tallystick.crypto.curve;

import static tallystick.crypto.curve.SecpScalars.BIG;
import static tallystick.crypto.curve.SecpScalars.LIMB;
import static tallystick.crypto.curve.SecpScalars.LITTLE;
import static tallystick.crypto.curve.SecpScalars.N0;
import static tallystick.crypto.curve.SecpScalars.N1;
import static tallystick.crypto.curve.SecpScalars.N2;
import static tallystick.crypto.curve.SecpScalars.N3;
import static tallystick.crypto.curve.SecpScalars.N4;
import static tallystick.crypto.curve.SecpScalars.hi;
import static tallystick.crypto.curve.SecpScalars.limb0;
import static tallystick.crypto.curve.SecpScalars.limb1;
import static tallystick.crypto.curve.SecpScalars.limb2;
import static tallystick.crypto.curve.SecpScalars.limb3;
import static tallystick.crypto.curve.SecpScalars.limb4;
import static tallystick.crypto.curve.SecpScalars.lo;

import java.lang.foreign.MemorySegment;

/// One number after the other, in plain Java: runs everywhere.
final class PortableRows implements SecpRows.Path {
    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void fromBigEndian(MemorySegment bigEndian, int count, MemorySegment out) {
        for (var at = 0L; at < 32L * count; at += 32) SecpScalars.toBigEndian(bigEndian, at, out, at);
    }

    @Override
    public void shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        long c0 = c.get(LITTLE, 0), c1 = c.get(LITTLE, 8), c2 = c.get(LITTLE, 16), c3 = c.get(LITTLE, 24);
        long d0 = limb0(c0), d1 = limb1(c0, c1), d2 = limb2(c1, c2), d3 = limb3(c2, c3), d4 = limb4(c3);
        for (var at = 0L; at < 32L * count; at += 32) {
            long a0 = a.get(LITTLE, at), a1 = a.get(LITTLE, at + 8);
            long a2 = a.get(LITTLE, at + 16), a3 = a.get(LITTLE, at + 24);
            long b0 = b.get(LITTLE, at), b1 = b.get(LITTLE, at + 8);
            long b2 = b.get(LITTLE, at + 16), b3 = b.get(LITTLE, at + 24);
            // Above -2n and, because 2n is added where it is negative, below 3n.
            var v0 = limb0(a0) - limb0(b0) + d0;
            var v1 = limb1(a0, a1) - limb1(b0, b1) + d1 + (v0 >> 52);
            var v2 = limb2(a1, a2) - limb2(b1, b2) + d2 + (v1 >> 52);
            var v3 = limb3(a2, a3) - limb3(b2, b3) + d3 + (v2 >> 52);
            var v4 = limb4(a3) - limb4(b3) + d4 + (v3 >> 52);
            var negative = v4 >> 63;
            storeBelow3n(
                    (v0 & LIMB) + (2 * N0 & negative),
                    (v1 & LIMB) + (2 * N1 & negative),
                    (v2 & LIMB) + (2 * N2 & negative),
                    (v3 & LIMB) + (2 * N3 & negative),
                    v4 + (2 * N4 & negative),
                    outBigEndian,
                    at);
        }
    }

    /// Takes n away twice where it fits, and writes big-endian.
    private static void storeBelow3n(long v0, long v1, long v2, long v3, long v4, MemorySegment out, long at) {
        for (var i = 0; i < 2; i++) {
            var u0 = v0 - N0;
            var u1 = v1 - N1 + (u0 >> 52);
            var u2 = v2 - N2 + (u1 >> 52);
            var u3 = v3 - N3 + (u2 >> 52);
            var u4 = v4 - N4 + (u3 >> 52);
            // Where it did not fit, n goes back.
            var back = u4 >> 63;
            v0 = (u0 & LIMB) + (N0 & back);
            v1 = (u1 & LIMB) + (N1 & back);
            v2 = (u2 & LIMB) + (N2 & back);
            v3 = (u3 & LIMB) + (N3 & back);
            v4 = u4 + (N4 & back);
        }
        v1 += v0 >> 52;
        v2 += v1 >> 52;
        v3 += v2 >> 52;
        v4 += v3 >> 52;
        v0 &= LIMB;
        v1 &= LIMB;
        v2 &= LIMB;
        v3 &= LIMB;
        out.set(BIG, at + 24, v0 | v1 << 52);
        out.set(BIG, at + 16, v1 >>> 12 | v2 << 40);
        out.set(BIG, at + 8, v2 >>> 24 | v3 << 28);
        out.set(BIG, at, v3 >>> 36 | v4 << 16);
    }

    @Override
    public void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        for (var i = 0; i < count; i++) {
            var at = 32L * i;
            var mask = masks.get(LITTLE, 8L * i);
            long a0 = a.get(LITTLE, at), a1 = a.get(LITTLE, at + 8);
            long a2 = a.get(LITTLE, at + 16), a3 = a.get(LITTLE, at + 24);
            long b0 = bBigEndian.get(BIG, at + 24) & mask, b1 = bBigEndian.get(BIG, at + 16) & mask;
            long b2 = bBigEndian.get(BIG, at + 8) & mask, b3 = bBigEndian.get(BIG, at) & mask;
            SecpScalars.storeBelow2n(
                    limb0(a0) + limb0(b0),
                    limb1(a0, a1) + limb1(b0, b1),
                    limb2(a1, a2) + limb2(b1, b2),
                    limb3(a2, a3) + limb3(b2, b3),
                    limb4(a3) + limb4(b3),
                    a,
                    at);
        }
    }

    @Override
    public void combinations(
            MemorySegment a,
            MemorySegment xy,
            MemorySegment masks,
            MemorySegment d,
            int count,
            MemorySegment outBigEndian) {
        var column = 32L * count;
        for (var i = 0; i < count; i++) {
            var at = 32L * i;
            combination(a, at, column, xy, masks.get(LITTLE, 8L * i), d, outBigEndian);
            SecpScalars.toBigEndian(outBigEndian, at, outBigEndian, at);
        }
    }

    @Override
    public void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        SecpScalars.innerProduct(a, 0, 32, b, 0, 32, count, out, 0);
    }

    @Override
    public void maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out) {
        SecpScalars.maskedSum(masks, 0, a, 0, 32, count, out, 0);
    }

    private static void combination(
            MemorySegment a, long at, long column, MemorySegment xy, long mask, MemorySegment d, MemorySegment out) {
        long w0 = a.get(LITTLE, 2 * column + at), w1 = a.get(LITTLE, 2 * column + at + 8);
        long w2 = a.get(LITTLE, 2 * column + at + 16), w3 = a.get(LITTLE, 2 * column + at + 24);
        long d0 = d.get(LITTLE, 0) & mask, d1 = d.get(LITTLE, 8) & mask;
        long d2 = d.get(LITTLE, 16) & mask, d3 = d.get(LITTLE, 24) & mask;
        var t0 = limb0(w0) + limb0(d0);
        var t1 = limb1(w0, w1) + limb1(d0, d1);
        var t2 = limb2(w1, w2) + limb2(d1, d2);
        var t3 = limb3(w2, w3) + limb3(d2, d3);
        var t4 = limb4(w3) + limb4(d3);
        long t5 = 0, t6 = 0, t7 = 0, t8 = 0, t9 = 0;
        for (var k = 0; k < 2; k++) {
            var from = k * column + at;
            w0 = a.get(LITTLE, from);
            w1 = a.get(LITTLE, from + 8);
            w2 = a.get(LITTLE, from + 16);
            w3 = a.get(LITTLE, from + 24);
            long a0 = limb0(w0), a1 = limb1(w0, w1), a2 = limb2(w1, w2), a3 = limb3(w2, w3), a4 = limb4(w3);
            w0 = xy.get(LITTLE, 32L * k);
            w1 = xy.get(LITTLE, 32L * k + 8);
            w2 = xy.get(LITTLE, 32L * k + 16);
            w3 = xy.get(LITTLE, 32L * k + 24);
            long x0 = limb0(w0), x1 = limb1(w0, w1), x2 = limb2(w1, w2), x3 = limb3(w2, w3), x4 = limb4(w3);
            t0 += lo(a0, x0);
            t1 += hi(a0, x0) + lo(a0, x1) + lo(a1, x0);
            t2 += hi(a0, x1) + hi(a1, x0) + lo(a0, x2) + lo(a1, x1) + lo(a2, x0);
            t3 += hi(a0, x2) + hi(a1, x1) + hi(a2, x0) + lo(a0, x3) + lo(a1, x2) + lo(a2, x1) + lo(a3, x0);
            t4 += hi(a0, x3) + hi(a1, x2) + hi(a2, x1) + hi(a3, x0);
            t4 += lo(a0, x4) + lo(a1, x3) + lo(a2, x2) + lo(a3, x1) + lo(a4, x0);
            t5 += hi(a0, x4) + hi(a1, x3) + hi(a2, x2) + hi(a3, x1) + hi(a4, x0);
            t5 += lo(a1, x4) + lo(a2, x3) + lo(a3, x2) + lo(a4, x1);
            t6 += hi(a1, x4) + hi(a2, x3) + hi(a3, x2) + hi(a4, x1) + lo(a2, x4) + lo(a3, x3) + lo(a4, x2);
            t7 += hi(a2, x4) + hi(a3, x3) + hi(a4, x2) + lo(a3, x4) + lo(a4, x3);
            t8 += hi(a3, x4) + hi(a4, x3) + lo(a4, x4);
            t9 += hi(a4, x4);
        }
        SecpScalars.reduce(t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, out, at);
    }

    @Override
    public String toString() {
        return "portable";
    }
}
