package tallystick.node.quarantine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What a node keeps on disk of quarantines.
///
/// **Form** `TSNQ` ‖ u8 1 ‖ u16 count ‖ entries, ascending by name; entry = name ‖ operator ‖ reason (u32
/// length and UTF-8 each) ‖ u64 milliseconds since 1970 ‖ u16 count ‖ key id (32) ‖ u32 epoch, ascending by id.
///
/// @param entries by the node's name
record QuarantineRecord(SortedMap<String, Entry> entries) {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSNQ\u0001");
    private static final int ENTRIES_MAX = 256;
    private static final int SHARES_MAX = 65_535;
    private static final int TEXT_BYTES_MAX = 1024;

    static final QuarantineRecord NONE = new QuarantineRecord(Collections.emptySortedMap());

    /// One node's.
    ///
    /// @param operator who ordered it
    /// @param reason in the operator's words
    /// @param shares the epoch up to which the node's share of each key is out of use; empty if it had none
    record Entry(String operator, String reason, Instant since, SortedMap<Digest32, Integer> shares) {
        /// Copies.
        Entry {
            shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
        }
    }

    /// Copies.
    QuarantineRecord {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    QuarantineRecord with(String node, Entry entry) {
        var more = new TreeMap<>(entries);
        more.put(node, entry);
        return new QuarantineRecord(more);
    }

    QuarantineRecord without(String node) {
        var less = new TreeMap<>(entries);
        less.remove(node);
        return new QuarantineRecord(less);
    }

    /// @spec docs/spec/quarantine.md#QU-3 quarantine
    Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .list(List.copyOf(entries.entrySet()), (writer, each) -> {
                    var entry = each.getValue();
                    text(text(text(writer, each.getKey()), entry.operator()), entry.reason())
                            .u64(entry.since().toEpochMilli())
                            .list(
                                    List.copyOf(entry.shares().entrySet()),
                                    (inner, share) ->
                                            inner.raw(share.getKey().bytes()).u32(share.getValue()));
                })
                .toBytes();
    }

    private static Writer text(Writer writer, String text) {
        return writer.variable(Bytes.ofUtf8(text));
    }

    static Parsed<QuarantineRecord> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "quarantine record format 1");
            var start = reader.position();
            var entries = new TreeMap<String, Entry>();
            var names = new ArrayList<String>();
            for (var entry : reader.list(0, ENTRIES_MAX, "entries", QuarantineRecord::entry)) {
                names.add(entry.getKey());
                entries.put(entry.getKey(), entry.getValue());
            }
            if (!names.equals(List.copyOf(entries.keySet()))) throw new MalformedInput(start, "ascending names");
            return new QuarantineRecord(entries);
        });
    }

    private static java.util.Map.Entry<String, Entry> entry(Reader reader) throws MalformedInput {
        var node = text(reader, "node");
        return java.util.Map.entry(
                node, new Entry(text(reader, "operator"), text(reader, "reason"), time(reader), shares(reader)));
    }

    private static SortedMap<Digest32, Integer> shares(Reader reader) throws MalformedInput {
        var start = reader.position();
        var shares = new TreeMap<Digest32, Integer>();
        var read = reader.list(
                0, SHARES_MAX, "shares", each -> java.util.Map.entry(Digest32.read(each, "key id"), each.u32("epoch")));
        for (var share : read) {
            if (!shares.isEmpty() && shares.lastKey().compareTo(share.getKey()) >= 0)
                throw new MalformedInput(start, "ascending key ids");
            shares.put(share.getKey(), share.getValue());
        }
        return shares;
    }

    private static Instant time(Reader reader) throws MalformedInput {
        return reader.milli("since");
    }

    private static String text(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var bytes = reader.variable(TEXT_BYTES_MAX, field);
        var text = new String(bytes.toArray(), java.nio.charset.StandardCharsets.UTF_8);
        if (!Bytes.ofUtf8(text).equals(bytes)) throw new MalformedInput(start, field + " as utf-8");
        return text;
    }
}
