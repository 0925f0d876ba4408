package tallystick.crypto.curve;

import tallystick.crypto.codec.Bytes;

/// The neutral element, a type of its own so that no [Point] is ever it.
public record NeutralElement(Group group) implements Element {
    @Override
    public Element plus(Element other) {
        return other;
    }

    @Override
    public Element minus(Element other) {
        return other.negate();
    }

    @Override
    public Element negate() {
        return this;
    }

    @Override
    public Element times(Scalar scalar) {
        return this;
    }

    @Override
    public Bytes encode() {
        return Bytes.copyOf(new byte[group.pointLengthBytes()]);
    }

    @Override
    public boolean isIdentity() {
        return true;
    }
}
