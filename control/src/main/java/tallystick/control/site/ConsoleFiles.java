package tallystick.control.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;

/// The files of the console: those of a folder, or those that were built into this program.
///
/// **Why** a name is taken only in a narrow form: what stands outside of the folder is never reached.
///
/// **Threads** any.
public final class ConsoleFiles {
    private static final String BUILT_IN = "/console/";
    private static final Pattern NAME =
            Pattern.compile("([0-9a-zA-Z_-][0-9a-zA-Z_.-]*/){0,8}[0-9a-zA-Z_-][0-9a-zA-Z_.-]*");
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    private final Optional<Path> folder;

    /// @param folder in place of what was built in
    public ConsoleFiles(Optional<Path> folder) {
        this.folder = folder;
    }

    /// The bytes of a file, if there is one of this name.
    ///
    /// @param name with `/` between folders and none before
    public Optional<Bytes> read(String name) throws IOException {
        if (!NAME.matcher(name).matches()) return Optional.empty();
        if (folder.isPresent()) {
            var file = folder.get().resolve(name);
            return Files.isRegularFile(file) ? Optional.of(Bytes.copyOf(Files.readAllBytes(file))) : Optional.empty();
        }
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(BUILT_IN + name)) {
            return in == null || !hasKind(name) ? Optional.empty() : Optional.of(Bytes.copyOf(in.readAllBytes()));
        }
    }

    /// Whether a name is that of a file and not of a screen.
    static boolean hasKind(String name) {
        return name.lastIndexOf('.') > name.lastIndexOf('/');
    }

    /// As what browsers read it.
    static String kind(String name) {
        var end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return KINDS.getOrDefault(end, "application/octet-stream");
    }
}
