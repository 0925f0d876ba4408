package tallystick.core.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Text inside canonical bytes: a u32 length and strict UTF-8.
final class Text {
    private Text() {}

    static void write(Writer writer, String text) {
        writer.variable(Bytes.ofUtf8(text));
    }

    static String read(Reader reader, int lengthBytesMax, String field) throws MalformedInput {
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
