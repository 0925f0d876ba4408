package tallystick.core.governance;

import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Proof;
import tallystick.core.people.Directory;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// An order to freeze, with its proof, not yet verified.
///
/// @param order what
/// @param keyId by which key of `order.by`
/// @param proof over [FreezeOrder#id]
public record SignedFreeze(FreezeOrder order, Digest32 keyId, Proof proof) {
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    /// Whether whom it names ordered it, and may. Nobody else is needed: who is suspended, and a revoked key, can still
    /// freeze.
    /// @spec docs/spec/governance.md#GO-12 governance
    public boolean isOrdered(Directory people) {
        return people.holding(keyId)
                .filter(holding -> holding.person().id().equals(order.by())
                        && holding.person().may(Right.FREEZE)
                        && AssertionCheck.check(holding.held().key(), proof, order.id())
                                instanceof AssertionCheck.Outcome.Holds)
                .isPresent();
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer().raw(VERSION);
        order.write(writer);
        proof.write(writer.raw(keyId.bytes()));
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else; does not verify.
    public static Parsed<SignedFreeze> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(VERSION, "signed freeze version 1");
            return new SignedFreeze(FreezeOrder.read(reader), Digest32.read(reader, "key id"), Proof.read(reader));
        });
    }
}
