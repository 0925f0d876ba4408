package tallystick.core.pack;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;

/// Reads lines of words that are one space apart.
final class Words {
    private static final int LINE_MAX = 512;

    private final String text;
    private int position;

    Words(Bytes encoded) throws MalformedInput {
        var ascii = new StringBuilder(encoded.length());
        for (var i = 0; i < encoded.length(); i++) {
            var value = encoded.at(i);
            if (value != '\n' && (value < ' ' || value > '~')) throw new MalformedInput(i, "ascii");
            ascii.append((char) value);
        }
        text = ascii.toString();
    }

    boolean isAtEnd() {
        return position == text.length();
    }

    MalformedInput malformed(String expected) {
        return new MalformedInput(position, expected);
    }

    String line() throws MalformedInput {
        var end = text.indexOf('\n', position);
        if (end < 0) throw malformed("a line ended by a line feed");
        if (end - position > LINE_MAX) throw malformed("a line of at most 512 characters");
        var line = text.substring(position, end);
        position = end + 1;
        return line;
    }

    boolean isNext(String name) {
        return text.startsWith(name + " ", position);
    }

    String value(String name) throws MalformedInput {
        return values(name, 1).getFirst();
    }

    List<String> values(String name, int count) throws MalformedInput {
        if (!isNext(name)) throw malformed("a line '%s'".formatted(name));
        var words = List.of(line().split(" ", -1));
        if (words.size() != count + 1) throw malformed("%d words behind '%s'".formatted(count, name));
        return words.subList(1, words.size());
    }
}
