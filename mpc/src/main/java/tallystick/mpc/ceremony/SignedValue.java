package tallystick.mpc.ceremony;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.session.PartyIdentity;

/// A secret value on its way to one party, signed by its sender over its [ValueStatement].
///
/// It stands in the clear only inside this message, which the transport encrypts, and is turned into a
/// [tallystick.crypto.curve.SecretScalar] when it is taken in.
///
/// **Form** leaf (u8) ‖ value (32, canonical) ‖ signature (64).
public record SignedValue(LeafId leaf, Scalar value, Bytes signature) {
    /// The most values in one message: every leaf of the largest tree.
    static final int COUNT_MAX = 64;

    void write(Writer writer) {
        writer.u8(leaf.value()).raw(value.encode()).raw(signature);
    }

    static SignedValue read(Reader reader, Group group) throws MalformedInput {
        return new SignedValue(
                readLeaf(reader),
                group.readScalar(reader, "value"),
                reader.raw(PartyIdentity.SIGNATURE_LENGTH_BYTES, "signature"));
    }

    static LeafId readLeaf(Reader reader) throws MalformedInput {
        var at = reader.position();
        var leaf = reader.u8("leaf");
        if (leaf > 63) throw new MalformedInput(at, "leaf in 0..63");
        return new LeafId(leaf);
    }

    @Override
    public String toString() {
        return "SignedValue[leaf %d]".formatted(leaf.value());
    }
}
