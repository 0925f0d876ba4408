package tallystick.core.wire;

import java.util.List;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What nodes tell each other about documents, so that nobody who carries changes and freezes can keep one from a node.
public sealed interface GovernanceNews {
    /// The channel it is told on.
    Digest32 CHANNEL = Transcript.of("tallystick/governance/v1/news-channel").digest();

    /// The most items named at once.
    int ITEMS_MAX = 1024;

    /// So many items are known here, by [#item] of their news.
    record Have(List<Digest32> items) implements GovernanceNews {
        /// Copies.
        public Have {
            items = List.copyOf(items);
        }
    }

    /// Asks for these.
    record Want(List<Digest32> items) implements GovernanceNews {
        /// Copies.
        public Want {
            items = List.copyOf(items);
        }
    }

    /// A change with the answers that are known.
    record Changed(SignedChange change) implements GovernanceNews {}

    /// An order to freeze.
    record Froze(SignedFreeze freeze) implements GovernanceNews {}

    /// Words of nodes about one version, one or all of them.
    record Pledged(Covenant words) implements GovernanceNews {}

    /// Names a piece of news.
    default Digest32 item() {
        return Transcript.of("tallystick/governance/v1/news")
                .add("news", encode())
                .digest();
    }

    /// The canonical bytes.
    /// @spec docs/spec/documents.md#ND-5 documents
    default Bytes encode() {
        var writer = new Writer();
        return (switch (this) {
                    case Have(var items) -> writer.u8(1).list(items, (each, item) -> each.raw(item.bytes()));
                    case Want(var items) -> writer.u8(2).list(items, (each, item) -> each.raw(item.bytes()));
                    case Changed(var change) -> writer.u8(3).variable(change.encode());
                    case Froze(var freeze) -> writer.u8(4).variable(freeze.encode());
                    case Pledged(var words) -> writer.u8(5).variable(words.encode());
                })
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else; verifies nothing.
    static Parsed<GovernanceNews> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("governance news kind")) {
            case 1 -> new Have(reader.list(0, ITEMS_MAX, "items", each -> Digest32.read(each, "item")));
            case 2 -> new Want(reader.list(0, ITEMS_MAX, "items", each -> Digest32.read(each, "item")));
            case 3 -> new Changed(GovernanceOrder.Inner.read(reader, "signed change", SignedChange::parse));
            case 4 -> new Froze(GovernanceOrder.Inner.read(reader, "signed freeze", SignedFreeze::parse));
            case 5 -> new Pledged(GovernanceOrder.Inner.read(reader, "pledges", Covenant::parse));
            default -> throw reader.malformed("governance news kind in 1..5");
        });
    }
}
