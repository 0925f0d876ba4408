package tallystick.core.docket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// One file of a node's docket: rulings in the order they were made, and before each the pieces of the node's standing
/// that no ruling before it in the file had.
///
/// **Form** `docs/spec/evidence-pack.md`.
///
/// @param node whose
/// @param items in their order
public record Docket(String node, List<Item> items) {
    /// The longest file.
    public static final int LENGTH_BYTES_MAX = 64 * 1024 * 1024;

    /// The most items of a file: a node begins another long before.
    private static final int ITEMS_MAX = 300_000;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-docket");
    private static final Bytes FORMAT = Bytes.copyOf((byte) 1);
    private static final int NODE_BYTES_MAX = 32;

    /// What stands in a file.
    public sealed interface Item {
        /// Bytes that rulings refer to by their SHA-256.
        record Piece(Bytes bytes) implements Item {
            /// @throws IllegalArgumentException if they are too long: the caller's fault
            public Piece {
                if (bytes.length() < 1 || bytes.length() > Pieces.PIECE_BYTES_MAX)
                    throw new IllegalArgumentException("piece of %d bytes, not 1..8192".formatted(bytes.length()));
            }
        }

        /// A ruling.
        record Ruled(Heard heard) implements Item {}
    }

    /// A ruling with all that it refers to.
    ///
    /// @param standing the bytes of what the node held
    public record Whole(Heard heard, Bytes standing) {}

    /// Copies.
    public Docket {
        items = List.copyOf(items);
    }

    /// What a file begins with.
    /// @spec docs/spec/evidence-pack.md#EP-7 evidence-pack
    public static Bytes beginning(String node) {
        return new Writer().raw(MAGIC).raw(FORMAT).text(node).toBytes();
    }

    /// One item as it is appended.
    public static Bytes encode(Item item) {
        var body = new Writer();
        switch (item) {
            case Item.Piece(var bytes) -> body.u8(1).raw(bytes);
            case Item.Ruled(var heard) -> heard.write(body.u8(2));
        }
        return new Writer().variable(body.toBytes()).toBytes();
    }

    /// A ruling as items: the pieces that `known` lacks, then itself.
    ///
    /// @param known names of the pieces that stand in the file already; gets those of this ruling too
    /// @param standing what the node held; the heard ruling gets its pieces
    public static List<Item> items(Heard heard, Bytes standing, Set<Digest32> known) {
        var items = new ArrayList<Item>();
        var names = new ArrayList<Digest32>();
        for (var piece : Pieces.cut(standing)) {
            var name = Pieces.name(piece);
            names.add(name);
            if (known.add(name)) items.add(new Item.Piece(piece));
        }
        items.add(new Item.Ruled(new Heard(
                heard.basis(),
                heard.now(),
                heard.seenAt(),
                heard.evidence(),
                heard.source(),
                heard.isReplacement(),
                heard.knowledge(),
                names)));
        return items;
    }

    /// The bytes.
    public Bytes encode() {
        var writer = new Writer().raw(beginning(node));
        items.forEach(item -> writer.raw(encode(item)));
        return writer.toBytes();
    }

    /// Reads the bytes and nothing else: a piece that stands twice is refused.
    public static Parsed<Docket> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX) return new Parsed.Malformed<>(0, "a docket of at most 64 MiB");
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "docket magic");
            reader.expect(FORMAT, "docket format 1");
            var node = reader.text(NODE_BYTES_MAX, "node");
            var items = new ArrayList<Item>();
            var names = new HashSet<Digest32>();
            while (reader.remaining() > 0) {
                if (items.size() == ITEMS_MAX) throw reader.malformed("at most 300000 items");
                items.add(item(reader, names));
            }
            return new Docket(node, items);
        });
    }

    private static Item item(Reader reader, Set<Digest32> names) throws MalformedInput {
        var start = reader.position() + 4;
        var body = reader.variable(reader.remaining(), "item");
        var parsed = Reader.parse(body, each -> switch (each.u8("item kind")) {
            case 1 -> piece(each, names);
            case 2 -> (Item) new Item.Ruled(Heard.read(each));
            default -> throw each.malformed("item kind 1 or 2");
        });
        return switch (parsed) {
            case Parsed.Ok<Item>(var item) -> item;
            case Parsed.Malformed<Item>(var offset, var expected) -> throw new MalformedInput(start + offset, expected);
        };
    }

    private static Item piece(Reader reader, Set<Digest32> names) throws MalformedInput {
        var start = reader.position();
        if (reader.remaining() < 1 || reader.remaining() > Pieces.PIECE_BYTES_MAX)
            throw new MalformedInput(start, "a piece of 1..8192 bytes");
        var bytes = reader.raw(reader.remaining(), "piece");
        if (!names.add(Pieces.name(bytes))) throw new MalformedInput(start, "a piece once");
        return new Item.Piece(bytes);
    }

    /// How much of `encoded` is whole items: what a node was still writing is not.
    public static int wholeBytes(Bytes encoded) {
        var position = beginningBytes(encoded);
        while (position >= 0 && position + 4 <= encoded.length()) {
            var length = (long) encoded.at(position) << 24
                    | encoded.at(position + 1) << 16
                    | encoded.at(position + 2) << 8
                    | encoded.at(position + 3);
            if (position + 4 + length > encoded.length()) break;
            position += (int) (4 + length);
        }
        return Math.max(0, position);
    }

    private static int beginningBytes(Bytes encoded) {
        var fixed = MAGIC.length() + FORMAT.length();
        if (encoded.length() < fixed + 4) return -1;
        var length = encoded.at(fixed + 3);
        return fixed + 4 + length > encoded.length() ? -1 : fixed + 4 + length;
    }

    /// The rulings in their order.
    public List<Heard> heard() {
        var heard = new ArrayList<Heard>();
        for (var item : items) if (item instanceof Item.Ruled(var ruled)) heard.add(ruled);
        return heard;
    }

    /// The pieces by their names.
    public Map<Digest32, Bytes> pieces() {
        var pieces = new HashMap<Digest32, Bytes>();
        for (var item : items) if (item instanceof Item.Piece(var bytes)) pieces.put(Pieces.name(bytes), bytes);
        return pieces;
    }

    /// A ruling with the bytes of its standing; empty if a piece of them is missing.
    public static Optional<Whole> whole(Heard heard, Map<Digest32, Bytes> pieces) {
        return Pieces.join(heard.standing(), pieces).map(standing -> new Whole(heard, standing));
    }
}
