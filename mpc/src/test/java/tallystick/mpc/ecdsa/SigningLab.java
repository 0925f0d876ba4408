package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;

/// A door into the package for tests of numbers no honest run can be made to meet.
public final class SigningLab {
    private SigningLab() {}

    /// The recovery id of a nonce point with this x coordinate.
    public static int recoveryId(Bytes x, boolean yIsOdd, boolean sNegated) {
        return EcdsaNumbers.recoveryId(x, yIsOdd, sNegated);
    }

    /// A digest as a number.
    public static Scalar number(Digest32 digest) {
        return EcdsaNumbers.ofDigest(digest);
    }

    /// 32 bytes mod the group order.
    public static Scalar reduced(Bytes bytes) {
        return EcdsaNumbers.reduce(bytes);
    }
}
