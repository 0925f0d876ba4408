package tallystick.core.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Text inside an entry: a u32 length and strict UTF-8.
final class AuditText {
    private static final int NAME_BYTES_MAX = 32;
    private static final int TREE_BYTES_MAX = 4096;

    private AuditText() {}

    static void write(Writer writer, String text) {
        writer.variable(Bytes.ofUtf8(text));
    }

    static String name(Reader reader, String field) throws MalformedInput {
        return read(reader, NAME_BYTES_MAX, field);
    }

    static String text(Reader reader, String field) throws MalformedInput {
        return read(reader, AuditEvent.TEXT_BYTES_MAX, field);
    }

    static String tree(Reader reader) throws MalformedInput {
        return read(reader, TREE_BYTES_MAX, "tree");
    }

    /// `text`, cut so that an entry can hold it.
    static String cut(String text) {
        var kept = text;
        while (Bytes.ofUtf8(kept).length() > AuditEvent.TEXT_BYTES_MAX) kept = kept.substring(0, kept.length() * 3 / 4);
        return kept;
    }

    private static String read(Reader reader, int lengthBytesMax, String field) throws MalformedInput {
        var start = reader.position();
        var bytes = reader.variable(lengthBytesMax, field);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedInput(start, field + " as utf-8");
        }
    }
}
