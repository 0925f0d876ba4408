package tallystick.core.wire;

import tallystick.core.governance.Document;
import tallystick.core.governance.SignedChange;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.Signature64;

/// A node's answer to a [GovernanceOrder].
public sealed interface GovernanceReply {
    /// Its signature of the genesis it was shown.
    record Signed(Signature64 signature) implements GovernanceReply {}

    /// The node has it on its disk.
    ///
    /// @param changed whether it did not before
    /// @param how a lower-case phrase: where it stands
    record Followed(boolean changed, String how) implements GovernanceReply {}

    /// The node would not.
    ///
    /// @param why a lower-case phrase with the remedy
    record Refused(String why) implements GovernanceReply {}

    /// A change it knows, with the answers it knows.
    record Fetched(SignedChange change) implements GovernanceReply {}

    /// What is in force.
    record Shown(GovernanceStanding standing) implements GovernanceReply {}

    /// A version of a document that is or was in force.
    record Told(Document document) implements GovernanceReply {}

    /// The canonical bytes.
    /// @spec docs/spec/documents.md#ND-8 documents
    default Bytes encode() {
        var writer = new Writer();
        switch (this) {
            case Signed(var signature) -> writer.u8(1).raw(signature.bytes());
            case Followed(var changed, var how) -> Text.write(writer.u8(2).bool(changed), how);
            case Refused(var why) -> Text.write(writer.u8(3), why);
            case Fetched(var change) -> writer.u8(4).variable(change.encode());
            case Shown(var standing) -> standing.write(writer.u8(5));
            case Told(var document) -> writer.u8(6).variable(document.encode());
        }
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    static Parsed<GovernanceReply> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("governance reply kind")) {
            case 1 -> new Signed(Signature64.read(reader, "signature"));
            case 2 -> new Followed(reader.bool("changed"), Text.read(reader, 4096, "how"));
            case 3 -> new Refused(Text.read(reader, 4096, "why"));
            case 4 -> new Fetched(GovernanceOrder.Inner.read(reader, "signed change", SignedChange::parse));
            case 5 -> new Shown(GovernanceStanding.read(reader));
            case 6 -> new Told(GovernanceOrder.Inner.read(reader, "document", Document::parse));
            default -> throw reader.malformed("governance reply kind in 1..6");
        });
    }
}
