package tallystick.crypto.curve;

import tallystick.crypto.codec.Bytes;

/// A point of the prime-order group, never the identity: one exists only if it is good.
///
/// **Form** encodes as 33 bytes SEC 1 compressed (secp256k1) or 32 bytes RFC 8032 (ed25519). Equal iff same encoding.
/// **Threads** immutable. **Timing** variable: public values only.
public final class Point implements Element {
    private Point() {}

    @Override
    public Group group() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Element plus(Element other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Element minus(Element other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Point negate() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Element times(Scalar scalar) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes encode() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isIdentity() {
        return false;
    }

    /// secp256k1 only: whether y is even (BIP-340).
    public boolean hasEvenY() {
        throw new UnsupportedOperationException();
    }

    /// secp256k1 only: the 32-byte x coordinate.
    public Bytes xOnly() {
        throw new UnsupportedOperationException();
    }

    /// secp256k1 only: 65 bytes SEC 1 uncompressed (Ethereum addresses).
    public Bytes encodeUncompressed() {
        throw new UnsupportedOperationException();
    }
}
