package tallystick.core.chain.ethereum.message;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// Reads the lines of a login in their order.
///
/// @spec https://eips.ethereum.org/EIPS/eip-4361#abnf-message-format EIP-4361
/// @spec https://www.rfc-editor.org/rfc/rfc3986#appendix-A RFC 3986 (the characters of a URI)
/// @spec https://www.rfc-editor.org/rfc/rfc3339#section-5.6 RFC 3339 (date and time)
final class SignInReader {
    private static final int LENGTH_BYTES_MAX = 1 << 14;
    private static final int RESOURCES_MAX = 64;

    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][-+.a-zA-Z0-9]{0,31}");
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,255}$)([a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");
    private static final Pattern URI =
            Pattern.compile("[a-zA-Z][-+.a-zA-Z0-9]*:([-._~a-zA-Z0-9:/?#\\[\\]@!$&'()*+,;=]|%[0-9a-fA-F]{2})++");
    private static final Pattern STATEMENT = Pattern.compile("[-._~a-zA-Z0-9:/?#\\[\\]@!$&'()*+,;= ]+");
    private static final Pattern NONCE = Pattern.compile("[a-zA-Z0-9]{8,128}");
    private static final Pattern REQUEST_ID = Pattern.compile("([-._~a-zA-Z0-9!$&'()*+,;=:@]|%[0-9a-fA-F]{2})*+");
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[-+][0-9]{2}:[0-9]{2})");

    private final ChainId chain;
    private final Bytes message;
    private final String text;
    private int position;

    SignInReader(ChainId chain, Bytes message) {
        this.chain = chain;
        this.message = message;
        this.text =
                message.length() > LENGTH_BYTES_MAX ? "" : new String(message.toArray(), StandardCharsets.ISO_8859_1);
    }

    Parsed<SignIn> read() {
        if (message.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "login of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        try {
            var login = login();
            if (position != text.length()) throw malformed("end of input, found trailing bytes");
            return new Parsed.Ok<>(login);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private SignIn login() throws MalformedInput {
        var sentence = text.indexOf(SignIn.SENTENCE);
        if (sentence < 0) throw malformed("the sentence of a login");
        var scheme = Optional.<String>empty();
        var parted = text.indexOf("://");
        if (parted >= 0 && parted < sentence) {
            scheme = Optional.of(until(parted, SCHEME, "a scheme"));
            position += 3;
        }
        var domain = until(sentence, DOMAIN, "a host, with a port or without");
        position += SignIn.SENTENCE.length();
        lineFeed();
        var addressAt = position;
        var address = Address.parse(line()).filter(found -> text.startsWith(found.toString(), addressAt));
        if (address.isEmpty()) throw new MalformedInput(addressAt, "an address with its checksum");
        lineFeed();
        lineFeed();
        var statement = Optional.<String>empty();
        if (!text.startsWith("\n", position)) {
            statement = Optional.of(line(STATEMENT, "a statement of one line"));
            lineFeed();
        }
        lineFeed();
        var uri = labelled("URI: ", URI, "a URI");
        lineFeed();
        labelled("Version: ", Pattern.compile("1"), "version 1");
        lineFeed();
        labelled("Chain ID: ", Pattern.compile(Pattern.quote(chain.reference())), "chain id of " + chain);
        lineFeed();
        var nonce = labelled("Nonce: ", NONCE, "a nonce of 8 letters and digits or more");
        lineFeed();
        var issuedAt = instant("Issued At: ");
        var expiresAt = next("\nExpiration Time: ") ? Optional.of(instant("")) : Optional.<Instant>empty();
        var notBefore = next("\nNot Before: ") ? Optional.of(instant("")) : Optional.<Instant>empty();
        var requestId =
                next("\nRequest ID: ") ? Optional.of(line(REQUEST_ID, "a request id")) : Optional.<String>empty();
        return new SignIn(
                chain,
                message,
                scheme,
                domain,
                address.get(),
                statement,
                uri,
                nonce,
                issuedAt,
                expiresAt,
                notBefore,
                requestId,
                resources());
    }

    private List<String> resources() throws MalformedInput {
        var found = new ArrayList<String>();
        if (!next("\nResources:")) return found;
        while (next("\n- ")) {
            if (found.size() == RESOURCES_MAX) throw malformed("at most %d resources".formatted(RESOURCES_MAX));
            found.add(line(URI, "a URI"));
        }
        return found;
    }

    private String labelled(String label, Pattern form, String expected) throws MalformedInput {
        if (!next(label)) throw malformed("the line that begins with " + label.strip());
        return line(form, expected);
    }

    private Instant instant(String label) throws MalformedInput {
        if (!next(label)) throw malformed("the line that begins with " + label.strip());
        var start = position;
        var written = line(TIME, "date and time of RFC 3339");
        try {
            return OffsetDateTime.parse(written.toUpperCase(java.util.Locale.ROOT))
                    .toInstant();
        } catch (DateTimeException noSuchTime) {
            throw new MalformedInput(start, "date and time of RFC 3339");
        }
    }

    private boolean next(String exactly) {
        if (!text.startsWith(exactly, position)) return false;
        position += exactly.length();
        return true;
    }

    private void lineFeed() throws MalformedInput {
        if (!next("\n")) throw malformed("a line feed");
    }

    private String line() {
        var end = text.indexOf('\n', position);
        var line = text.substring(position, end < 0 ? text.length() : end);
        position += line.length();
        return line;
    }

    private String line(Pattern form, String expected) throws MalformedInput {
        var start = position;
        var line = line();
        return matched(line, start, form.asMatchPredicate(), expected);
    }

    private String until(int end, Pattern form, String expected) throws MalformedInput {
        var start = position;
        position = end;
        return matched(text.substring(start, end), start, form.asMatchPredicate(), expected);
    }

    private static String matched(String found, int start, Predicate<String> form, String expected)
            throws MalformedInput {
        if (!form.test(found)) throw new MalformedInput(start, expected);
        return found;
    }

    private MalformedInput malformed(String expected) {
        return new MalformedInput(position, expected);
    }
}
