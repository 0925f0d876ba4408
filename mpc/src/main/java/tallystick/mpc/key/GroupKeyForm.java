package tallystick.mpc.key;

import java.util.List;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;

/// The bytes of a [GroupKey], `docs/spec/key-share.md` §1.
final class GroupKeyForm {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSGK\u0001");
    private static final int TREE_LENGTH_BYTES_MAX = 8192;

    private GroupKeyForm() {}

    /// @spec docs/spec/key-share.md#KS-1 key-share
    static Bytes encode(GroupKey key) {
        var writer = new Writer()
                .raw(MAGIC)
                .raw(key.id().bytes())
                .u8(key.scheme().code())
                .variable(Bytes.ofUtf8(key.tree().toString()))
                .u32(key.epoch())
                .raw(key.point().encode())
                .raw(key.chainCode().bytes());
        return writer.list(List.copyOf(key.leafPoints().values()), (w, point) -> w.raw(point.encode()))
                .toBytes();
    }

    static Parsed<GroupKey> parse(Bytes encoded) {
        return Reader.parse(encoded, GroupKeyForm::read);
    }

    private static GroupKey read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "group key format 1");
        var id = Digest32.read(reader, "key id");
        var scheme = readScheme(reader);
        var group = scheme.curve().group();
        var tree = readTree(reader);
        var epochAt = reader.position();
        var epoch = reader.u32("epoch");
        if (epoch < 1) throw new MalformedInput(epochAt, "epoch from 1");
        var point = group.readPoint(reader, "public key");
        var chainCode = Digest32.read(reader, "chain code");
        var leaves = tree.leaves();
        var pointsAt = reader.position();
        var elements =
                reader.list(leaves.size(), leaves.size(), "leaf points", each -> group.readElement(each, "leaf point"));
        var leafPoints = new TreeMap<LeafId, Element>();
        for (var i = 0; i < elements.size(); i++) leafPoints.put(leaves.get(i).id(), elements.get(i));
        if (!LeafPoints.share(point, tree, leafPoints))
            throw new MalformedInput(pointsAt, "leaf points that share the public key over the tree");
        return new GroupKey(id, scheme, tree, epoch, point, chainCode, leafPoints);
    }

    /// Reads one scheme code.
    private static Scheme readScheme(Reader reader) throws MalformedInput {
        var at = reader.position();
        return Scheme.ofCode(reader.u8("scheme")).orElseThrow(() -> new MalformedInput(at, "scheme in 1..4"));
    }

    private static QuorumTree readTree(Reader reader) throws MalformedInput {
        var at = reader.position();
        var text = reader.variable(TREE_LENGTH_BYTES_MAX, "quorum tree");
        var tree =
                switch (QuorumTree.parse(new String(text.toArray(), java.nio.charset.StandardCharsets.UTF_8))) {
                    case Parsed.Ok<QuorumTree>(var value) -> value;
                    case Parsed.Malformed<QuorumTree>(var _, var expected) -> throw new MalformedInput(at, expected);
                };
        if (!Bytes.ofUtf8(tree.toString()).equals(text)) throw new MalformedInput(at, "quorum tree in canonical text");
        return tree;
    }
}
