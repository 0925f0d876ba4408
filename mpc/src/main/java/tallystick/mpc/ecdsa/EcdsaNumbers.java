package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;

/// The few numbers ECDSA makes out of bytes and coordinates. **Timing** variable: public values only.
final class EcdsaNumbers {
    /// The group of every number here.
    static final Group GROUP = Curve.SECP256K1.group();
    private static final Bytes PADDING = Bytes.copyOf(new byte[32]);
    /// The group order, 32 bytes, big-endian.
    private static final Bytes ORDER = Bytes.ofHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    private EcdsaNumbers() {}

    /// The digest as a number mod n, whole: it is as long as n, so nothing is cut off.
    ///
    /// @spec https://www.secg.org/sec1-v2.pdf SEC 1 §4.1.3 step 5 (bits of the hash)
    static Scalar ofDigest(Digest32 digest) {
        return reduce(digest.bytes());
    }

    /// r: the x coordinate of R mod n.
    static Scalar ofPoint(Point nonce) {
        return reduce(nonce.xOnly());
    }

    /// Bit 0: whether y is odd, flipped with s. Bit 1: whether the x coordinate was reduced.
    ///
    /// @param x 32 bytes, big-endian
    static int recoveryId(Bytes x, boolean yIsOdd, boolean sNegated) {
        return (yIsOdd != sNegated ? 1 : 0) | (x.compareTo(ORDER) >= 0 ? 2 : 0);
    }

    /// 32 bytes mod n.
    static Scalar reduce(Bytes bytes) {
        return GROUP.reduceWide(Bytes.concat(PADDING, bytes));
    }
}
