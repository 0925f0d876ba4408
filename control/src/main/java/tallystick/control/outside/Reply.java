package tallystick.control.outside;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;

/// An answer of HTTP/1.1, of which nothing but status and body matters here.
///
/// @param status 100..599
public record Reply(int status, Bytes body) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,8})[ \\t]*(;.*)?");
    private static final int LINE_BYTES_MAX = 8192;
    private static final int LINES_MAX = 100;
    private static final int HEX = 16;
    private static final int NO_CONTENT = 204;

    /// The status alone, from the first line.
    ///
    /// @throws IOException if it is no line of HTTP/1.1
    static int status(InputStream in) throws IOException {
        var matched = STATUS.matcher(line(in));
        if (!matched.matches()) throw new IOException("no status line of http/1.1");
        return Integer.parseInt(matched.group(1));
    }

    /// The whole of it.
    ///
    /// @throws IOException if it is cut off, not of its form, or its body larger than this
    /// @spec https://www.rfc-editor.org/rfc/rfc9112#section-6.3 RFC 9112 §6.3
    static Reply read(InputStream in, int bodyBytesMax) throws IOException {
        var status = status(in);
        var headers = headers(in);
        var coding = headers.get("transfer-encoding");
        var length = headers.get("content-length");
        if (status == NO_CONTENT) return new Reply(status, Bytes.empty());
        if (coding != null) {
            if (length != null || !"chunked".equals(coding.toLowerCase(Locale.ROOT)))
                throw new IOException("a body of another coding than chunked");
            return new Reply(status, chunks(in, bodyBytesMax));
        }
        if (length == null) return new Reply(status, rest(in, bodyBytesMax));
        if (!LENGTH.matcher(length).matches()) throw new IOException("a body of no length");
        var bytes = new ByteArrayOutputStream();
        part(in, Integer.parseInt(length), bodyBytesMax, bytes);
        return new Reply(status, Bytes.copyOf(bytes.toByteArray()));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var found = new HashMap<String, String>();
        for (var count = 0; count < LINES_MAX; count++) {
            var line = line(in);
            if (line.isEmpty()) return found;
            var colon = line.indexOf(':');
            if (colon <= 0) throw new IOException("a header without a name");
            var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            var value = line.substring(colon + 1).strip();
            var before = found.put(name, value);
            var isFraming = name.equals("content-length") || name.equals("transfer-encoding");
            if (isFraming && before != null) throw new IOException("a body of two lengths");
        }
        throw new IOException("more than %d headers".formatted(LINES_MAX));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new EOFException("an answer that is cut off");
            line.write(next);
            if (line.size() > LINE_BYTES_MAX)
                throw new IOException("a line of more than %d bytes".formatted(LINE_BYTES_MAX));
        }
        var text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static Bytes chunks(InputStream in, int bytesMax) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            var size = CHUNK.matcher(line(in));
            if (!size.matches()) throw new IOException("a chunk of no size");
            var length = Long.parseLong(size.group(1), HEX);
            if (length == 0) return Bytes.copyOf(bytes.toByteArray());
            part(in, length, bytesMax, bytes);
            if (!line(in).isEmpty()) throw new IOException("a chunk without an end");
        }
    }

    private static void part(InputStream in, long length, int bytesMax, ByteArrayOutputStream target)
            throws IOException {
        if (length > bytesMax - target.size())
            throw new IOException("a body of more than %d bytes".formatted(bytesMax));
        var read = in.readNBytes((int) length);
        if (read.length < length) throw new EOFException("an answer that is cut off");
        target.writeBytes(read);
    }

    private static Bytes rest(InputStream in, int bytesMax) throws IOException {
        var read = in.readNBytes(bytesMax + 1);
        if (read.length > bytesMax) throw new IOException("a body of more than %d bytes".formatted(bytesMax));
        return Bytes.copyOf(read);
    }
}
