package tallystick.crypto.curve;

import tallystick.crypto.codec.Bytes;

/// Any public element of a group: a good [Point], or the [NeutralElement] where the mathematics can produce it.
public sealed interface Element permits Point, NeutralElement {
    /// Its group.
    Group group();

    /// The sum.
    Element plus(Element other);

    /// The difference.
    Element minus(Element other);

    /// The inverse.
    Element negate();

    /// `scalar` times this, variable time, public values only.
    Element times(Scalar scalar);

    /// The canonical encoding; the identity is `pointLengthBytes` zero bytes.
    Bytes encode();

    /// Whether this is the identity.
    boolean isIdentity();

    /// This as a point, or our bug: only where the protocol has excluded the identity.
    default Point orThrow(String why) {
        if (this instanceof Point point) return point;
        throw new AssertionError("identity where a point was certain: " + why);
    }
}
