package tallystick.crypto.curve;

import static tallystick.crypto.curve.SecpScalars.LITTLE;
import static tallystick.crypto.curve.SecpScalars.hi;
import static tallystick.crypto.curve.SecpScalars.limb0;
import static tallystick.crypto.curve.SecpScalars.limb1;
import static tallystick.crypto.curve.SecpScalars.limb2;
import static tallystick.crypto.curve.SecpScalars.limb3;
import static tallystick.crypto.curve.SecpScalars.limb4;
import static tallystick.crypto.curve.SecpScalars.lo;

import java.lang.foreign.MemorySegment;

/// One scalar after the other, in plain Java: runs everywhere.
final class PortableRows implements SecpRows.Path {
    @Override
    public int lanes() {
        return 1;
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
