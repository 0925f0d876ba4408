package tallystick.control.chain;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// Where a Bitcoin Core answers, and what opens it.
///
/// **Form** `core+http://USER:PASSWORD@HOST:PORT`, or `core+http://HOST:PORT#FILE`, a file with `USER:PASSWORD` in its
/// only line, as the cookie that Core writes at each start; `core+https` likewise. The file is read anew for each
/// question, as Core writes another cookie when it starts again.
final class CorePlace {
    private static final String KIND = "core+";
    private static final int FILE_BYTES_MAX = 1024;

    private final URI place;
    private final Optional<String> opens;
    private final Optional<Path> file;

    private CorePlace(URI place, Optional<String> opens, Optional<Path> file) {
        this.place = place;
        this.opens = opens;
        this.file = file;
    }

    /// Whether an endpoint is one of Bitcoin Core.
    static boolean is(URI endpoint) {
        return endpoint.getScheme() != null && endpoint.getScheme().startsWith(KIND);
    }

    /// Whether it says what opens it.
    static boolean isGood(URI endpoint) {
        return endpoint.getHost() != null
                && user(endpoint).isPresent() != file(endpoint).isPresent();
    }

    private static Optional<String> user(URI endpoint) {
        return Optional.ofNullable(endpoint.getUserInfo()).filter(each -> each.indexOf(':') > 0);
    }

    private static Optional<String> file(URI endpoint) {
        return Optional.ofNullable(endpoint.getFragment()).filter(each -> !each.isEmpty() && each.indexOf(0) < 0);
    }

    /// @throws IllegalArgumentException if nothing opens it, or two things do; the message has none of them
    static CorePlace of(URI endpoint) {
        if (!isGood(endpoint))
            throw new IllegalArgumentException(
                    "expected core+http://USER:PASSWORD@HOST:PORT, or a file's path behind #");
        var scheme = endpoint.getScheme().substring(KIND.length());
        var port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
        var path = Optional.ofNullable(endpoint.getRawPath()).filter(each -> !each.isEmpty());
        var place = URI.create("%s://%s%s%s".formatted(scheme, endpoint.getHost(), port, path.orElse("/")));
        return new CorePlace(place, user(endpoint), file(endpoint).map(Path::of));
    }

    URI place() {
        return place;
    }

    /// The header that opens it, for one question.
    ///
    /// @throws ChainUnreachable if the file cannot be read
    String authorization() throws ChainUnreachable {
        var words = opens.isPresent() ? opens.get() : read(file.orElseThrow());
        return "Basic " + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path file) throws ChainUnreachable {
        try {
            var words =
                    Files.size(file) <= FILE_BYTES_MAX ? Files.readString(file).strip() : "";
            if (words.indexOf(':') > 0 && words.lines().count() == 1) return words;
            throw new ChainUnreachable("the file with what opens the endpoint has not USER:PASSWORD in one line");
        } catch (IOException e) {
            throw new ChainUnreachable("the file with what opens the endpoint cannot be read");
        }
    }

    /// Without what opens it.
    @Override
    public String toString() {
        return KIND + place;
    }
}
