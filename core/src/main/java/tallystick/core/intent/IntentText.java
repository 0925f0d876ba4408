package tallystick.core.intent;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// An intent as text that people can read, compare and put into a file. Nothing hashes or signs it.
///
/// **Form** one line for each field, `name value`, each ended by a line feed, in the order of the canonical bytes; the
/// last line is the id and must be that of the lines before it. Exactly one text for each intent;
/// `docs/spec/intent.md`.
public final class IntentText {
    /// Of a second of a year with four digits.
    private static final int SECOND_LENGTH = "2027-01-15T08:00:00Z".length();

    private IntentText() {}

    /// The text of an intent.
    /// @spec docs/spec/intent.md#IN-3 intent
    public static String print(Intent intent) {
        var text = new StringBuilder();
        line(text, "intent", Integer.toString(intent.version().number()));
        line(text, "key", intent.keyId().toString());
        line(text, "path", new DerivationPath(intent.path()).toString());
        line(text, "chain", intent.chain().toString());
        line(text, "content", intent.content().name());
        line(text, "unsigned", intent.unsigned().toHex());
        for (var digest : intent.digests()) line(text, "digest", digest.toString());
        line(text, "expires", intent.expiresAt().toString());
        line(text, "initiator", intent.initiator().bytes().toHex());
        line(text, "salt", intent.salt().toHex());
        line(text, "id", intent.id().toString());
        return text.toString();
    }

    /// Reads what [#print] wrote and nothing else. Offsets count characters.
    public static Parsed<Intent> parse(String text) {
        if (text.length() > 3 * Intent.LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(3 * Intent.LENGTH_BYTES_MAX, "the text of an intent");
        try {
            var lines = new Lines(text);
            var intent = read(lines);
            return print(intent).equals(text)
                    ? new Parsed.Ok<>(intent)
                    : new Parsed.Malformed<>(firstDifference(print(intent), text), "the one text of this intent");
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private static Intent read(Lines lines) throws MalformedInput {
        var version =
                switch (lines.value("intent")) {
                    case "1" -> Intent.Version.V1;
                    case "2" -> Intent.Version.V2;
                    case "3" -> Intent.Version.V3;
                    default -> throw lines.malformed("intent version in 1..3");
                };
        var keyId = lines.digest("key");
        var path = path(lines);
        var chain = chain(lines);
        var content = content(lines);
        var unsigned = lines.hex("unsigned");
        var digests = new ArrayList<Digest32>();
        do digests.add(lines.digest("digest"));
        while (lines.isNext("digest"));
        var expiresAt = second(lines);
        var initiator = lines.hex("initiator");
        var author =
                switch (Reader.parse(initiator, reader -> Author.read(reader, version))) {
                    case Parsed.Ok<Author>(var good) -> good;
                    case Parsed.Malformed<Author>(var _, var expected) -> throw lines.malformed(expected);
                };
        var salt = lines.hex("salt");
        var _ = lines.digest("id");
        lines.end();
        try {
            return new Intent(version, keyId, path, chain, content, unsigned, digests, expiresAt, author, salt);
        } catch (IllegalArgumentException outOfRange) {
            throw lines.malformed("every part of the intent within its range");
        }
    }

    private static List<Integer> path(Lines lines) throws MalformedInput {
        if (DerivationPath.parse(lines.value("path")) instanceof DerivationPath.Reading.Good(var path))
            return path.indices();
        throw lines.malformed("path such as m/0/7, not hardened");
    }

    private static ChainId chain(Lines lines) throws MalformedInput {
        var parts = lines.value("chain").split(":", -1);
        if (parts.length != 2 || !ChainId.isValid(parts[0], parts[1]))
            throw lines.malformed("chain id of the form of CAIP-2");
        return new ChainId(parts[0], parts[1]);
    }

    private static Content content(Lines lines) throws MalformedInput {
        var name = lines.value("content");
        for (var content : Content.values()) if (content.name().equals(name)) return content;
        throw lines.malformed("name of a kind of content");
    }

    private static Instant second(Lines lines) throws MalformedInput {
        try {
            var text = lines.value("expires");
            if (text.length() != SECOND_LENGTH) throw lines.malformed("moment before the year 10000");
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw lines.malformed("moment such as 2027-01-15T08:00:00Z");
        }
    }

    private static int firstDifference(String right, String given) {
        var at = 0;
        while (at < right.length() && at < given.length() && right.charAt(at) == given.charAt(at)) at++;
        return at;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    private static final class Lines {
        private final String text;
        private int at;
        private int start;

        private Lines(String text) {
            this.text = text;
        }

        boolean isNext(String name) {
            return text.startsWith(name + " ", at);
        }

        String value(String name) throws MalformedInput {
            start = at;
            var end = text.indexOf('\n', at);
            if (!isNext(name) || end < 0) throw malformed("a line '" + name + " ...'");
            var value = text.substring(at + name.length() + 1, end);
            at = end + 1;
            return value;
        }

        Bytes hex(String name) throws MalformedInput {
            var value = value(name);
            if (!isHex(value)) throw malformed(name + " as lower-case hex");
            return Bytes.ofHex(value);
        }

        Digest32 digest(String name) throws MalformedInput {
            var bytes = hex(name);
            if (bytes.length() != Digest32.LENGTH_BYTES) throw malformed(name + " of 32 bytes");
            return new Digest32(bytes);
        }

        /// The id is compared when the whole text is printed again; here it only has to be the last line.
        void end() throws MalformedInput {
            start = at;
            if (at != text.length()) throw malformed("end of the text");
        }

        MalformedInput malformed(String expected) {
            return new MalformedInput(start, expected);
        }

        private static boolean isHex(String value) {
            if (value.length() % 2 != 0) return false;
            return value.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
        }
    }
}
