package tallystick.core.pack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.Signature64;

/// What nodes signed of a pack's manifest, each after it held that against its own log.
///
/// **Why** the manifest says which time and logs a pack is of; without this it is the word of whoever made it.
///
/// **Form** `tallystick-countersignatures` ‖ u8 1 ‖ u16 count ‖ (u32 length ‖ node ‖ signature (64)),
/// ascending by node.
///
/// @param all ascending by node, 1 to 256
public record Countersignatures(List<OfNode> all) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-countersignatures\u0001");
    private static final int COUNT_MAX = 256;
    private static final int NAME_BYTES_MAX = 32;
    private static final Pattern NODE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /// One node's.
    public record OfNode(String node, Signature64 signature) {
        /// @throws IllegalArgumentException if it is no node's name: the caller's fault
        public OfNode {
            if (!NODE.matcher(node).matches()) throw new IllegalArgumentException("a signature of no node's name");
        }
    }

    /// @throws IllegalArgumentException if there are none, too many, or they do not ascend: the caller's fault
    public Countersignatures {
        all = List.copyOf(all);
        if (all.isEmpty() || all.size() > COUNT_MAX)
            throw new IllegalArgumentException("%d signatures not in 1..%d".formatted(all.size(), COUNT_MAX));
        for (var i = 1; i < all.size(); i++)
            if (all.get(i - 1).node().compareTo(all.get(i).node()) >= 0)
                throw new IllegalArgumentException("nodes that do not ascend");
    }

    /// What a node signs.
    ///
    /// @param manifest SHA-256 of the manifest's bytes
    /// @param node its own name
    /// @spec docs/spec/evidence-pack.md#EP-20 evidence-pack
    public static Digest32 statement(Digest32 manifest, String node) {
        return Transcript.of("tallystick/evidence-pack/v1/countersigned")
                .add("manifest", manifest.bytes())
                .add("node", Bytes.ofUtf8(node))
                .digest();
    }

    /// How many of a roster's nodes must have signed: more than half.
    public static int quorum(int nodes) {
        return nodes / 2 + 1;
    }

    /// The canonical bytes.
    public Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .list(
                        all,
                        (writer, each) -> writer.variable(Bytes.ofUtf8(each.node()))
                                .raw(each.signature().bytes()))
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Countersignatures> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "countersignatures version 1");
            var start = reader.position();
            var all = new ArrayList<>(reader.list(1, COUNT_MAX, "countersignatures", Countersignatures::one));
            try {
                return new Countersignatures(all);
            } catch (IllegalArgumentException outOfOrder) {
                throw new MalformedInput(start, "nodes that ascend");
            }
        });
    }

    private static OfNode one(Reader reader) throws MalformedInput {
        var start = reader.position();
        var name = new String(reader.variable(NAME_BYTES_MAX, "node").toArray(), StandardCharsets.ISO_8859_1);
        try {
            return new OfNode(name, Signature64.read(reader, "countersignature"));
        } catch (IllegalArgumentException notAName) {
            throw new MalformedInput(start, "a node's name");
        }
    }
}
