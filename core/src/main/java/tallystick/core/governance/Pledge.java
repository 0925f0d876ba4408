package tallystick.core.governance;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.seal.VerifyKey;

/// One node's word about a version of a document: that it has it, found it good, and will judge by it from its moment
/// on; or that it never will.
///
/// @param workspace hash of the genesis
/// @param node its name in the roster, 1..32 characters
/// @param isKept whether it will
/// @param signature its own, over [#statement]
public record Pledge(Digest32 workspace, DocumentVersion version, String node, boolean isKept, Signature64 signature) {
    /// Signs.
    public static Pledge of(Digest32 workspace, DocumentVersion version, String node, boolean isKept, IdentityKey key) {
        return new Pledge(workspace, version, node, isKept, key.sign(statement(workspace, version, node, isKept)));
    }

    /// What a node signs.
    /// @spec docs/spec/governance.md#GO-16 governance
    public static Digest32 statement(Digest32 workspace, DocumentVersion version, String node, boolean isKept) {
        var writer = new Writer();
        version.write(writer);
        return Transcript.of("tallystick/governance/v1/pledge")
                .add("workspace", workspace)
                .add("version", writer.toBytes())
                .add("node", node)
                .add("kept", isKept ? 1 : 0)
                .digest();
    }

    /// Whether this key signed it.
    public boolean isBy(VerifyKey key) {
        return key.verifies(statement(workspace, version, node, isKept), signature);
    }

    void write(Writer writer) {
        writer.raw(workspace.bytes());
        version.write(writer);
        writer.text(node).bool(isKept).raw(signature.bytes());
    }

    static Pledge read(Reader reader) throws MalformedInput {
        return new Pledge(
                Digest32.read(reader, "workspace"),
                DocumentVersion.read(reader),
                reader.text(32, "node"),
                reader.bool("kept"),
                Signature64.read(reader, "pledge"));
    }
}
