package tallystick.core.governance;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.Signature64;

/// A genesis with what its nodes signed.
///
/// @param genesis what
/// @param signatures over [Genesis#hash], in the order of the nodes in its roster
public record SignedGenesis(Genesis genesis, List<Signature64> signatures) {
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);
    private static final int SIGNATURES_MAX = 256;

    /// Copies.
    public SignedGenesis {
        signatures = List.copyOf(signatures);
    }

    /// Whether every node of its own roster signed it.
    /// @spec docs/spec/governance.md#GO-23 governance
    public boolean isSignedByAll() {
        var nodes = genesis.roster().nodes();
        if (nodes.isEmpty() || signatures.size() != nodes.size()) return false;
        for (var i = 0; i < nodes.size(); i++)
            if (!nodes.get(i).identity().verifies(genesis.hash(), signatures.get(i))) return false;
        return true;
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer()
                .raw(VERSION)
                .raw(genesis.encode())
                .list(signatures, (writer, signature) -> writer.raw(signature.bytes()))
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else; does not verify.
    public static Parsed<SignedGenesis> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(VERSION, "signed genesis version 1");
            return new SignedGenesis(
                    Genesis.read(reader),
                    reader.list(0, SIGNATURES_MAX, "signatures", each -> Signature64.read(each, "signature")));
        });
    }
}
