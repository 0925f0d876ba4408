package tallystick.crypto.kit;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SchnorrVerify;

/// Keys as BIP-340 writes them.
public final class XOnly {
    private XOnly() {}

    /// The point with this x coordinate and even y.
    public static Parsed<Point> lift(Bytes key) {
        if (key.length() != SchnorrVerify.KEY_BYTES) return new Parsed.Malformed<>(0, "x-only key of 32 bytes");
        return switch (Curve.SECP256K1.group().parsePoint(Bytes.concat(Bytes.copyOf((byte) 2), key))) {
            case Parsed.Ok<Point> ok -> ok;
            case Parsed.Malformed<Point> bad -> new Parsed.Malformed<>(0, bad.expected());
        };
    }
}
