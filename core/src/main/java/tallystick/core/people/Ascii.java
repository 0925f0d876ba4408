package tallystick.core.people;

import java.nio.charset.StandardCharsets;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// Names inside canonical bytes: whatever is not ASCII fails the pattern of the name.
final class Ascii {
    private Ascii() {}

    static String read(Reader reader, int lengthBytesMax, String field) throws MalformedInput {
        return new String(reader.variable(lengthBytesMax, field).toArray(), StandardCharsets.ISO_8859_1);
    }
}
