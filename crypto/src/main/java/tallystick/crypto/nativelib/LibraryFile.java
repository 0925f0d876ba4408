package tallystick.crypto.nativelib;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Opens native libraries: from the system's folders, or out of a jar on the class path whose bytes are pinned.
public final class LibraryFile {
    private LibraryFile() {}

    /// A library inside a jar.
    ///
    /// @param resource its absolute resource name
    /// @param sha256 the SHA-256 its bytes must have, in hex
    public record Bundled(String resource, String sha256) {}

    /// The first of `paths` that the system can open.
    ///
    /// @throws NativeLibraryRefused if Java denies the opening of native code
    public static Optional<SymbolLookup> system(List<Path> paths) {
        for (var path : paths) {
            if (!Files.isRegularFile(path)) continue;
            try {
                return Optional.of(SymbolLookup.libraryLookup(path, Arena.global()));
            } catch (IllegalArgumentException notOurs) {
                // Made for another machine: the next folder may hold ours.
            } catch (IllegalCallerException denied) {
                throw denied(path.toString());
            }
        }
        return Optional.empty();
    }

    /// Checks the bytes against their pin, writes them to a folder only this user can enter, opens and removes them.
    /// What is checked is what is written: the bytes are read once.
    /// @throws NativeLibraryRefused if it is not there, altered, or cannot be opened
    public static SymbolLookup bundled(String library, Bundled bundled, String remedy) {
        try (var stream = LibraryFile.class.getResourceAsStream(bundled.resource())) {
            if (stream == null) throw refused(library, bundled, "not on the class path", remedy);
            var bytes = stream.readAllBytes();
            if (!sha256(bytes).equals(bundled.sha256()))
                throw refused(library, bundled, "its SHA-256 is not the pinned " + bundled.sha256(), remedy);
            return open(bytes);
        } catch (IOException | IllegalArgumentException cause) {
            var wrong = "cannot be unpacked and opened in %s (%s)"
                    .formatted(
                            System.getProperty("java.io.tmpdir"),
                            cause.getClass().getSimpleName());
            throw refused(library, bundled, wrong, remedy);
        } catch (IllegalCallerException denied) {
            throw denied("class path resource " + bundled.resource());
        }
    }

    private static SymbolLookup open(byte[] bytes) throws IOException {
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        // Named by the process: one that is killed here leaves its folder, and nobody else's.
        var prefix = "tallystick-native-%d-".formatted(ProcessHandle.current().pid());
        var folder = Files.createTempDirectory(prefix, onlyOwner);
        var file = folder.resolve("library.so");
        try {
            Files.write(file, bytes);
            return SymbolLookup.libraryLookup(file, Arena.global());
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static NativeLibraryRefused refused(String library, Bundled bundled, String wrong, String remedy) {
        return new NativeLibraryRefused(library, "class path resource " + bundled.resource(), wrong, remedy);
    }

    private static NativeLibraryRefused denied(String looked) {
        return new NativeLibraryRefused(
                "a native library", looked, "Java denies the opening of native code", NativeLibraryRefused.ALLOW);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("this JDK has no SHA-256", e);
        }
    }
}
