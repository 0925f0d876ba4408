package tallystick.core.pack;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;

/// The bytes of an archive around the contents of its files: a zip file, of which there is one for the same files.
final class ArchiveForm {
    static final int HEADER_BYTES = 30;
    static final int DIRECTORY_HEADER_BYTES = 46;
    static final int END_BYTES = 22;

    private static final long HEADER = 0x504b0304L;
    private static final long DIRECTORY_HEADER = 0x504b0102L;
    private static final long END = 0x504b0506L;
    private static final int VERSION = 10;
    private static final int STORED = 0;
    /// Midnight of the first day that zip can say.
    private static final int TIME = 0;
    private static final int DATE = 0x0021;

    private ArchiveForm() {}

    /// What stands before a file's content.
    static Bytes header(ArchiveEntry entry) {
        var writer = new Writer().u32((int) HEADER);
        common(writer, entry);
        return writer.raw(Bytes.ofUtf8(entry.name())).toBytes();
    }

    private static void common(Writer writer, ArchiveEntry entry) {
        u16(writer, VERSION);
        u16(writer, 0);
        u16(writer, STORED);
        u16(writer, TIME);
        u16(writer, DATE);
        u32(writer, entry.crc());
        u32(writer, entry.size());
        u32(writer, entry.size());
        u16(writer, entry.name().length());
        u16(writer, 0);
    }

    private static Bytes directoryHeader(ArchiveEntry entry) {
        var writer = new Writer().u32((int) DIRECTORY_HEADER);
        u16(writer, VERSION);
        common(writer, entry);
        u16(writer, 0);
        u16(writer, 0);
        u16(writer, 0);
        u32(writer, 0);
        u32(writer, entry.offset());
        return writer.raw(Bytes.ofUtf8(entry.name())).toBytes();
    }

    /// What stands after all files: the directory, and the end.
    static Bytes tail(List<ArchiveEntry> entries) {
        var start = entries.isEmpty() ? 0 : entries.getLast().end();
        var directory = new Writer();
        entries.forEach(entry -> directory.raw(directoryHeader(entry)));
        var bytes = directory.toBytes();
        var end = new Writer().u32((int) END);
        u16(end, 0);
        u16(end, 0);
        u16(end, entries.size());
        u16(end, entries.size());
        u32(end, bytes.length());
        u32(end, start);
        u16(end, 0);
        return Bytes.concat(bytes, end.toBytes());
    }

    /// Zip writes its numbers the lowest byte first.
    private static void u16(Writer writer, int value) {
        writer.u8(value & 0xff).u8(value >>> 8 & 0xff);
    }

    private static void u32(Writer writer, long value) {
        u16(writer, (int) (value & 0xffff));
        u16(writer, (int) (value >>> 16 & 0xffff));
    }

    static int readU16(Bytes bytes, int at) {
        return bytes.at(at) | bytes.at(at + 1) << 8;
    }

    static long readU32(Bytes bytes, int at) {
        return readU16(bytes, at) | (long) readU16(bytes, at + 2) << 16;
    }
}
