package tallystick.node.kit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import tallystick.node.kek.KekWish;
import tallystick.node.kek.SecretSource;
import tallystick.node.pkcs11.TokenKey;

/// Tokens of a real SoftHSM in a fresh directory.
public final class TrialToken {
    /// The tokens' PIN.
    public static final String PIN = "428193";

    private final Path directory;
    private final Path configuration;

    /// Makes a directory for tokens and turns this process's next use of SoftHSM to it.
    public TrialToken(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.resolve("tokens"));
        this.configuration = directory.resolve("softhsm2.conf");
        Files.writeString(configuration, """
                directories.tokendir = %s
                objectstore.backend = file
                log.level = ERROR
                slots.removable = false
                """.formatted(this.directory));
        turnTo(configuration);
    }

    /// Whether the system has SoftHSM.
    public static boolean present() {
        return Programs.present("softhsm2-util");
    }

    private static void turnTo(Path configuration) {
        try (var arena = Arena.ofConfined()) {
            var linker = Linker.nativeLinker();
            var set = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setenv"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
            var result = (int) set.invokeExact(
                    arena.allocateFrom("SOFTHSM2_CONF"), arena.allocateFrom(configuration.toString()), 1);
            if (result != 0) throw new AssertionError("setenv refused");
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// The module.
    public static Path module() {
        return Path.of("/usr/lib/softhsm/libsofthsm2.so");
    }

    /// Makes a token with the PIN.
    public void make(String label) throws IOException {
        var _ = Programs.run(
                Map.of("SOFTHSM2_CONF", configuration.toString()),
                List.of(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label",
                        label,
                        "--so-pin",
                        "99887766",
                        "--pin",
                        PIN));
    }

    /// Takes all tokens out: moves them away under the running process.
    public void takeOut() throws IOException {
        moveAll(directory, Files.createDirectories(directory.resolveSibling("taken")));
    }

    /// Puts them back.
    public void putBack() throws IOException {
        moveAll(directory.resolveSibling("taken"), directory);
    }

    private static void moveAll(Path from, Path to) throws IOException {
        try (var tokens = Files.list(from)) {
            for (var token : tokens.toList()) Files.move(token, to.resolve(token.getFileName()));
        }
    }

    /// A wish for a key in a token, with a PIN from a file.
    public KekWish.InToken wish(String label, String pin) throws IOException {
        var file = Files.createTempFile(
                directory.getParent(),
                "pin",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, pin + "\n");
        return new KekWish.InToken(
                new TokenKey.Place(module(), label, "tallystick-kek"), new SecretSource.InFile(file));
    }
}
