package tallystick.node.boot;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What this process runs from, for the log and for receipts.
///
/// @param version as the build wrote it
/// @param hash SHA-256 of the shipped file; all zeros where the program runs from a directory of classes
record Build(String version, Digest32 hash) {
    private static final Digest32 NONE = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    static Build own() throws IOException {
        var version = Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
        try {
            var source = Build.class.getProtectionDomain().getCodeSource();
            var file =
                    source == null ? Path.of("") : Path.of(source.getLocation().toURI());
            return new Build(
                    version,
                    Files.isRegularFile(file) ? StandardHash.sha256(Bytes.copyOf(Files.readAllBytes(file))) : NONE);
        } catch (URISyntaxException e) {
            throw new IOException("the program's own file has no path", e);
        }
    }
}
