package tallystick.crypto.curve;

import java.math.BigInteger;
import java.util.Random;

/// The field under edwards25519, held against plain big numbers.
public final class FieldLab {
    /// What a product takes: below 2^53.4.
    private static final long LOOSE_MAX = (long) Math.pow(2, 53.4) - 1;
    /// What a product gives: below 2^51 + 2^15, and not below -19.
    private static final long TIGHT_MAX = (1L << 51) + (1L << 15) - 1;
    private static final long TIGHT_MIN = -19;
    /// p and some numbers beside it, by the lowest limb; the others are full.
    private static final long FULL = (1L << 51) - 1;

    private FieldLab() {}

    /// Whether product and square of two numbers of loose limbs, many of them at the end of their range, are right and
    /// tight.
    public static boolean productsHold(Random chance) {
        long[] a = loose(chance), b = loose(chance), product = new long[Field25519.LIMBS], square = a.clone();
        Field25519.mul(product, 0, a, 0, b, 0);
        Field25519.square(square, 0, square, 0);
        return tight(product)
                && tight(square)
                && value(product).equals(value(a).multiply(value(b)).mod(EdCoordinates.P))
                && value(square).equals(value(a).pow(2).mod(EdCoordinates.P));
    }

    /// Whether what tells of a number, and its 32 bytes, is right for limbs of every size: loose ones, tight ones with
    /// a few below zero, and numbers about p.
    public static boolean formsHold(Random chance) {
        var a =
                switch (chance.nextInt(3)) {
                    case 0 -> loose(chance);
                    case 1 -> tightest(chance);
                    default -> new long[] {FULL - 40 + chance.nextInt(60), FULL, FULL, FULL, FULL + chance.nextInt(3)};
                };
        var same = Field25519.of(value(a));
        var bytes = Field25519.bytes(a, 0);
        var read = new long[Field25519.LIMBS];
        Field25519.parse(bytes, read, 0);
        var turned = new byte[32];
        for (var i = 0; i < 32; i++) turned[i] = bytes[31 - i];
        return new BigInteger(1, turned).equals(value(a))
                && java.util.Arrays.equals(read, same)
                && Field25519.same(a, 0, same, 0)
                && !Field25519.same(a, 0, Field25519.of(value(a).flipBit(chance.nextInt(254))), 0)
                && Field25519.isZero(a, 0) == (value(a).signum() == 0)
                && Field25519.isNegative(a, 0) == value(a).testBit(0);
    }

    /// Whether the two powers are those of big numbers, for the same result in place and beside.
    public static boolean powersHold(Random chance) {
        var a = loose(chance);
        var root = a.clone();
        var inverse = new long[Field25519.LIMBS];
        Field25519.powP58(root, 0, root, 0);
        Field25519.invert(inverse, 0, a, 0);
        var exponent = EdCoordinates.P.subtract(BigInteger.valueOf(5)).shiftRight(3);
        return tight(root)
                && tight(inverse)
                && value(root).equals(value(a).modPow(exponent, EdCoordinates.P))
                && value(inverse).equals(value(a).modPow(EdCoordinates.P.subtract(BigInteger.TWO), EdCoordinates.P));
    }

    private static long[] tightest(Random chance) {
        return chance.longs(Field25519.LIMBS)
                .map(each -> switch (chance.nextInt(4)) {
                    case 0 -> TIGHT_MIN + chance.nextInt(20);
                    case 1 -> TIGHT_MAX;
                    default -> Long.remainderUnsigned(each, TIGHT_MAX + 1);
                })
                .toArray();
    }

    private static long[] loose(Random chance) {
        return chance.longs(Field25519.LIMBS)
                .map(each -> switch (chance.nextInt(6)) {
                    case 0 -> 0;
                    case 1 -> LOOSE_MAX;
                    case 2 -> 1;
                    default -> Long.remainderUnsigned(each, LOOSE_MAX + 1);
                })
                .toArray();
    }

    private static boolean tight(long[] limbs) {
        for (var limb : limbs) if (limb < TIGHT_MIN || limb > TIGHT_MAX) return false;
        return true;
    }

    private static BigInteger value(long[] limbs) {
        var value = BigInteger.ZERO;
        for (var i = Field25519.LIMBS - 1; i >= 0; i--)
            value = value.shiftLeft(51).add(BigInteger.valueOf(limbs[i]));
        return value.mod(EdCoordinates.P);
    }
}
