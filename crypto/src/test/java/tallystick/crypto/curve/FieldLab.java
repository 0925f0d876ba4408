package tallystick.crypto.curve;

import java.math.BigInteger;
import java.util.Random;

/// The field under edwards25519, held against plain big numbers.
public final class FieldLab {
    /// What a product takes: below 2^53.4.
    private static final long LOOSE_MAX = (long) Math.pow(2, 53.4) - 1;
    /// What a product gives: below 2^51 + 2^15.
    private static final long TIGHT_MAX = (1L << 51) + (1L << 15) - 1;

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
        for (var limb : limbs) if (limb < 0 || limb > TIGHT_MAX) return false;
        return true;
    }

    private static BigInteger value(long[] limbs) {
        var value = BigInteger.ZERO;
        for (var i = Field25519.LIMBS - 1; i >= 0; i--)
            value = value.shiftLeft(51).add(BigInteger.valueOf(limbs[i]));
        return value.mod(EdCoordinates.P);
    }
}
