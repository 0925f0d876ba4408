package tallystick.crypto.curve;

import org.jspecify.annotations.Nullable;
import tallystick.crypto.codec.Bytes;

/// A point of the prime-order group, never the identity: one exists only if it is good.
///
/// **Form** encodes as 33 bytes SEC 1 compressed (secp256k1) or 32 bytes RFC 8032 (ed25519). Equal iff same encoding.
/// **Threads** immutable. **Timing** variable: public values only.
///
/// @spec https://www.secg.org/sec1-v2.pdf SEC 1 §2.3.3 (the compressed form)
/// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1.2 RFC 8032 §5.1.2 (the form of edwards25519)
public final class Point implements Element {
    private final PrimeGroup group;
    private @Nullable Object form;
    private @Nullable Bytes encoding;

    /// @param form the group's own form of the point; never changed after
    Point(PrimeGroup group, Object form) {
        this(group, form, null);
    }

    /// @param encoding a good point's encoding, whose own form the group finds when it needs it
    Point(PrimeGroup group, Bytes encoding) {
        this(group, null, encoding);
    }

    /// @param encoding the encoding, or null where it is not known yet
    Point(PrimeGroup group, @Nullable Object form, @Nullable Bytes encoding) {
        this.group = group;
        this.form = form;
        this.encoding = encoding;
    }

    Object form() {
        // Two threads may both compute it, as in encode(); the values are equal and immutable.
        var known = form;
        if (known == null) {
            known = group.decode(encode());
            form = known;
        }
        return known;
    }

    /// Whether the group's own form is at hand.
    boolean isFormed() {
        return form != null;
    }

    @Override
    public Group group() {
        return group;
    }

    @Override
    public Element plus(Element other) {
        group.requireSame(other.group());
        return switch (other) {
            case NeutralElement _ -> this;
            case Point point -> group.add(this, point);
        };
    }

    @Override
    public Element minus(Element other) {
        return plus(other.negate());
    }

    @Override
    public Point negate() {
        return group.negate(this);
    }

    @Override
    public Element times(Scalar scalar) {
        scalar.requireGroup(group);
        return scalar.isZero() ? group.identity() : group.multiply(this, scalar);
    }

    @Override
    public Bytes encode() {
        // Two threads may both compute it; the values are equal and immutable.
        var known = encoding;
        if (known == null) {
            known = group.encode(this);
            encoding = known;
        }
        return known;
    }

    @Override
    public boolean isIdentity() {
        return false;
    }

    /// secp256k1 only: whether y is even (BIP-340).
    public boolean hasEvenY() {
        requireSecp256k1();
        return encode().at(0) == 2;
    }

    /// secp256k1 only: the 32-byte x coordinate.
    public Bytes xOnly() {
        requireSecp256k1();
        return encode().slice(1, 33);
    }

    /// secp256k1 only: 65 bytes SEC 1 uncompressed (Ethereum addresses).
    public Bytes encodeUncompressed() {
        return requireSecp256k1().encodeUncompressed(this);
    }

    private Secp256k1 requireSecp256k1() {
        if (group instanceof Secp256k1 secp256k1) return secp256k1;
        throw new UnsupportedOperationException("a point of %s has no such form".formatted(group.curve()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Point that && group == that.group && group.same(this, that);
    }

    @Override
    public int hashCode() {
        return encode().hashCode();
    }

    @Override
    public String toString() {
        return encode().toHex();
    }
}
