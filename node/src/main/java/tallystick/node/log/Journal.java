package tallystick.node.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.wire.DurableFile;

/// The entries that are not yet for certain in the tiles: one record a batch, synced before anybody hears of it.
///
/// **Form** magic ‖ version 1 ‖ u32 length ‖ signed checkpoint the tiles hold for certain; then for each batch
/// u32 length ‖ body ‖ 32-byte hash of the body, where body is u64 first index ‖ list of entries, each after a
/// u32 length
/// ‖ u32 length ‖ signed checkpoint after them.
///
/// **Threads** one.
final class Journal implements AutoCloseable {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-journal");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    private final Path file;
    private FileChannel channel;

    /// One batch.
    record Batch(long first, List<Bytes> entries, SignedCheckpoint checkpoint) {
        static final int ENTRIES_MAX = 256;

        Batch {
            entries = List.copyOf(entries);
        }

        Bytes body() {
            return new Writer()
                    .u64(first)
                    .list(entries, (writer, entry) -> writer.variable(entry))
                    .variable(checkpoint.encode())
                    .toBytes();
        }

        static Parsed<Batch> parse(Bytes body) {
            return Reader.parse(
                    body,
                    reader -> new Batch(
                            reader.u64("first index"),
                            reader.list(
                                    1,
                                    ENTRIES_MAX,
                                    "entries",
                                    each -> each.variable(EntryBundle.ENTRY_BYTES_MAX, "entry")),
                            checkpointOf(reader)));
        }
    }

    /// What a journal holds.
    ///
    /// @param base what the tiles hold for certain
    /// @param lengthBytes of the part that is whole; what follows is the rest of a write that a crash cut short
    record Content(SignedCheckpoint base, List<Batch> batches, long lengthBytes) {}

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Begins a journal above tiles that hold `base` for certain, in one step in place of an older one.
    static Journal create(Path file, SignedCheckpoint base) throws IOException {
        DurableFile.replace(
                file,
                new Writer().raw(MAGIC).raw(VERSION).variable(base.encode()).toBytes());
        return new Journal(file, openAtEnd(file));
    }

    /// Goes on with a journal after its whole part; the rest is cut off.
    static Journal open(Path file, Content content) throws IOException {
        var channel = openAtEnd(file);
        if (channel.size() > content.lengthBytes()) {
            channel.truncate(content.lengthBytes());
            channel.force(true);
        }
        channel.position(content.lengthBytes());
        return new Journal(file, channel);
    }

    /// Reads all records. A last record that is not whole was never answered for and is left out.
    ///
    /// @throws LogDamaged if anything but the end is not what was written
    static Content read(Path file) throws IOException {
        var bytes = Bytes.copyOf(Files.readAllBytes(file));
        var header = new int[1];
        var parsed = Reader.parse(bytes, reader -> {
            reader.expect(MAGIC, "journal magic");
            reader.expect(VERSION, "journal version 1");
            var base = checkpointOf(reader);
            header[0] = reader.position();
            reader.raw(reader.remaining(), "records");
            return base;
        });
        return switch (parsed) {
            case Parsed.Ok<SignedCheckpoint>(var base) -> records(base, bytes, header[0]);
            case Parsed.Malformed<SignedCheckpoint>(var offset, var expected) -> throw altered(offset, expected);
        };
    }

    private static Content records(SignedCheckpoint base, Bytes bytes, int start) throws LogDamaged {
        var batches = new ArrayList<Batch>();
        var position = start;
        while (isWhole(bytes, position)) {
            var end = position + 4 + length(bytes, position);
            switch (Batch.parse(bytes.slice(position + 4, end))) {
                case Parsed.Ok<Batch>(var batch) -> batches.add(batch);
                case Parsed.Malformed<Batch>(var offset, var expected) ->
                    throw altered(position + 4 + offset, expected);
            }
            position = end + Digest32.LENGTH_BYTES;
        }
        return new Content(base, List.copyOf(batches), position);
    }

    /// Whether a whole record stands at `position`. One that is too short, or the very last one with a wrong hash, is a
    /// write cut short; a wrong hash with something after it is not.
    private static boolean isWhole(Bytes bytes, int position) throws LogDamaged {
        var remaining = bytes.length() - position;
        if (remaining < 4) return false;
        var length = length(bytes, position);
        if (length < 0 || length > remaining - 4 - Digest32.LENGTH_BYTES) return false;
        var end = position + 4 + length;
        var isGood = hash(bytes.slice(position + 4, end)).bytes().equals(bytes.slice(end, end + Digest32.LENGTH_BYTES));
        if (!isGood && end + Digest32.LENGTH_BYTES < bytes.length())
            throw altered(position, "a record with its own hash");
        return isGood;
    }

    /// Negative if it is beyond 2^31-1.
    private static int length(Bytes bytes, int position) {
        return bytes.at(position) << 24
                | bytes.at(position + 1) << 16
                | bytes.at(position + 2) << 8
                | bytes.at(position + 3);
    }

    private static LogDamaged altered(int offset, String expected) {
        return new LogDamaged("its journal was altered at byte %d: expected %s".formatted(offset, expected));
    }

    private static SignedCheckpoint checkpointOf(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (SignedCheckpoint.parse(reader.variable(SignedNote.LENGTH_BYTES_MAX, "checkpoint"))) {
            case Parsed.Ok<SignedCheckpoint>(var checkpoint) -> checkpoint;
            case Parsed.Malformed<SignedCheckpoint>(var offset, var expected) ->
                throw new MalformedInput(start + 4 + offset, expected);
        };
    }

    /// Appends a batch; on disk when it returns.
    /// @spec docs/spec/audit-log.md#AL-4 audit-log
    void append(Batch batch) throws IOException {
        var body = batch.body();
        var record = new Writer().variable(body).raw(hash(body).bytes()).toBytes();
        var buffer = ByteBuffer.wrap(record.toArray());
        while (buffer.hasRemaining()) channel.write(buffer);
        channel.force(false);
    }

    /// Begins anew above tiles that now hold `base` for certain.
    void restart(SignedCheckpoint base) throws IOException {
        channel.close();
        channel = create(file, base).channel;
    }

    long lengthBytes() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static FileChannel openAtEnd(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.position(channel.size());
        return channel;
    }

    private static Digest32 hash(Bytes body) {
        return Transcript.of("tallystick/log/v1/journal-record")
                .add("body", body)
                .digest();
    }
}
