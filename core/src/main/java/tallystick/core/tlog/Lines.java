package tallystick.core.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Reads the lines of the text forms of transparency logs, each ended by a line feed, strictly: UTF-8, no other control
/// character, one spelling for each number and each base64 text.
final class Lines {
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

    private final String text;
    private int position;

    interface Body<T> {
        T read(Lines lines) throws MalformedInput;
    }

    private Lines(String text) {
        this.text = text;
    }

    static <T> Parsed<T> parse(Bytes encoded, int lengthBytesMax, Body<T> body) {
        try {
            var lines = new Lines(text(encoded, lengthBytesMax));
            var value = body.read(lines);
            if (!lines.isAtEnd()) throw lines.malformed("end of input, found further lines");
            return new Parsed.Ok<>(value);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private static String text(Bytes encoded, int lengthBytesMax) throws MalformedInput {
        if (encoded.length() > lengthBytesMax)
            throw new MalformedInput(lengthBytesMax, "a text of at most %d bytes".formatted(lengthBytesMax));
        for (var i = 0; i < encoded.length(); i++)
            if (encoded.at(i) < 0x20 && encoded.at(i) != '\n')
                throw new MalformedInput(i, "no control character but line feed");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(encoded.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedInput(0, "utf-8");
        }
    }

    boolean isAtEnd() {
        return position == text.length();
    }

    MalformedInput malformed(String expected) {
        return new MalformedInput(position, expected);
    }

    /// One line without its line feed.
    String line(String field) throws MalformedInput {
        var end = text.indexOf('\n', position);
        if (end < 0) throw malformed(field + " ended by a line feed");
        var line = text.substring(position, end);
        position = end + 1;
        return line;
    }

    /// Whether the next line is empty; if so it is read.
    boolean blank() throws MalformedInput {
        if (isAtEnd()) throw malformed("an empty line");
        if (text.charAt(position) != '\n') return false;
        position++;
        return true;
    }

    /// A line that begins with `prefix`; what follows.
    String after(String prefix, String field) throws MalformedInput {
        var start = position;
        var line = line(field);
        if (!line.startsWith(prefix)) throw new MalformedInput(start, field);
        return line.substring(prefix.length());
    }

    /// All from here up to and with the last line feed before the last empty line, which is read too.
    String upToLastBlank(String field) throws MalformedInput {
        var end = text.lastIndexOf("\n\n");
        if (end < position) throw malformed(field + " before an empty line");
        var part = text.substring(position, end + 1);
        position = end + 2;
        return part;
    }

    /// All that is left.
    Bytes rest() {
        var part = text.substring(position);
        position = text.length();
        return Bytes.ofUtf8(part);
    }

    long decimal(String digits, String field) throws MalformedInput {
        if (!DECIMAL.matcher(digits).matches()) throw malformed(field + " as a decimal without leading zeros");
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw malformed(field + " below 2^63");
        }
    }

    Bytes base64(String line, String field) throws MalformedInput {
        try {
            var bytes = Bytes.copyOf(Base64.getDecoder().decode(line));
            if (base64(bytes).equals(line)) return bytes;
        } catch (IllegalArgumentException e) {
            throw malformed(field + " as base64");
        }
        throw malformed(field + " as base64 in its one spelling");
    }

    Digest32 hash(String line, String field) throws MalformedInput {
        var bytes = base64(line, field);
        if (bytes.length() != Digest32.LENGTH_BYTES) throw malformed(field + " of 32 bytes");
        return new Digest32(bytes);
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
