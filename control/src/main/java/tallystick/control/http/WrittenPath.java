package tallystick.control.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/// A path as it may be written down. The link of an invitation has its code in its path, and whoever reads an open code
/// can register in the newcomer's name.
///
/// **Why** by form and not by the route that answered: what is refused has no route, and a code typed into a wrong
/// address is still one.
final class WrittenPath {
    static final String CODE = "{code}";

    /// Longer than any that a method of the API has: strangers fill no disk by one line.
    static final int CHARACTERS_MAX = 256;

    private static final Pattern METHODS = Pattern.compile("[A-Z]{1,16}");
    private static final String INVITATIONS = "invitation";
    /// A code is 43 characters; what is longer than other names and no id of ours might be one.
    private static final Pattern NAMES = Pattern.compile("[^/;]{0,40}|[0-9a-f]{64}|[a-z]:[0-9a-z.-]{1,63}");

    private WrittenPath() {}

    /// @param uri path as it was sent, before anything is decoded
    static String of(String uri) {
        var written = new StringBuilder(uri.length());
        var follows = false;
        var parts = new StringTokenizer(uri, "/", true);
        while (parts.hasMoreTokens()) {
            var part = parts.nextToken();
            if ("/".equals(part)) {
                written.append(part);
                continue;
            }
            var name = decoded(part);
            written.append(follows || !NAMES.matcher(name).matches() ? CODE : part);
            follows = !follows && name.toLowerCase(Locale.ROOT).startsWith(INVITATIONS);
        }
        return written.length() > CHARACTERS_MAX ? written.substring(0, CHARACTERS_MAX - 1) + "…" : written.toString();
    }

    /// A method of HTTP as it may be written down: whoever asks may call it anything.
    static String method(String sent) {
        return METHODS.matcher(sent).matches() ? sent : "?";
    }

    /// As the server understands a part; with a slash, which no name holds, where it would not.
    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "/";
        }
    }
}
