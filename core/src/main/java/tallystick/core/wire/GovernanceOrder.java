package tallystick.core.wire;

import tallystick.core.governance.Genesis;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What somebody brings to a node about its documents. Whoever brings it is believed nothing: what counts is signed
/// inside.
public sealed interface GovernanceOrder {
    /// Asks for the node's signature of a genesis; nothing is in force by it.
    record SignGenesis(Genesis genesis) implements GovernanceOrder {}

    /// Brings the genesis that all nodes signed: the workspace begins.
    record TakeGenesis(SignedGenesis genesis) implements GovernanceOrder {}

    /// Brings a change, with the answers there are.
    record Propose(SignedChange change) implements GovernanceOrder {}

    /// Brings an order to freeze.
    record Freeze(SignedFreeze freeze) implements GovernanceOrder {}

    /// Asks for a change that the node knows.
    ///
    /// @param change names it
    record Fetch(Digest32 change) implements GovernanceOrder {}

    /// Asks what is in force.
    record Show() implements GovernanceOrder {}

    /// Asks for a version of a document that is or was in force.
    ///
    /// @param document its hash
    record FetchDocument(Digest32 document) implements GovernanceOrder {}

    /// The canonical bytes.
    /// @spec docs/spec/documents.md#ND-8 documents
    default Bytes encode() {
        var writer = new Writer();
        return (switch (this) {
                    case SignGenesis(var genesis) -> writer.u8(1).variable(genesis.encode());
                    case TakeGenesis(var genesis) -> writer.u8(2).variable(genesis.encode());
                    case Propose(var change) -> writer.u8(3).variable(change.encode());
                    case Freeze(var freeze) -> writer.u8(4).variable(freeze.encode());
                    case Fetch(var change) -> writer.u8(5).raw(change.bytes());
                    case Show() -> writer.u8(6);
                    case FetchDocument(var document) -> writer.u8(7).raw(document.bytes());
                })
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else; verifies nothing.
    static Parsed<GovernanceOrder> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("governance order kind")) {
            case 1 -> new SignGenesis(Inner.read(reader, "genesis", Genesis::parse));
            case 2 -> new TakeGenesis(Inner.read(reader, "signed genesis", SignedGenesis::parse));
            case 3 -> new Propose(Inner.read(reader, "signed change", SignedChange::parse));
            case 4 -> new Freeze(Inner.read(reader, "signed freeze", SignedFreeze::parse));
            case 5 -> new Fetch(Digest32.read(reader, "change"));
            case 6 -> new Show();
            case 7 -> new FetchDocument(Digest32.read(reader, "document"));
            default -> throw reader.malformed("governance order kind in 1..7");
        });
    }

    /// Canonical bytes inside others.
    final class Inner {
        private Inner() {}

        static <T> T read(Reader reader, String field, java.util.function.Function<Bytes, Parsed<T>> parser)
                throws MalformedInput {
            var start = reader.position() + 4;
            return switch (parser.apply(reader.variable(reader.remaining(), field))) {
                case Parsed.Ok<T>(var value) -> value;
                case Parsed.Malformed<T>(var offset, var expected) ->
                    throw new MalformedInput(start + offset, expected);
            };
        }
    }
}
