package tallystick.node.kek;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.kek.KekRefused.Why;
import tallystick.wire.Passphrase;

/// Where a PIN or password comes from when it is needed. Never from a command line, which others can read.
public sealed interface SecretSource {
    /// A file that its owner alone can read.
    record InFile(Path file) implements SecretSource {}

    /// Somebody types it at the node's terminal.
    record Prompt() implements SecretSource {}

    /// The PIN or password, the caller's to close.
    ///
    /// @param what for the question
    /// @throws IOException if it cannot be had
    default SecretBytes read(String what, SecretMemory home) throws IOException {
        return switch (this) {
            case InFile(var file) -> {
                var others = Set.of(
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.OTHERS_WRITE);
                if (Files.getPosixFilePermissions(file).stream().anyMatch(others::contains))
                    throw new KekRefused(
                            Why.FILE_UNFIT, "others may read or write %s: chmod 600 %s".formatted(file, file));
                yield Passphrase.readPin(file, home);
            }
            case Prompt _ -> typed(what, home);
        };
    }

    private static SecretBytes typed(String what, SecretMemory home) throws IOException {
        var console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> new KekRefused(
                        Why.FILE_UNFIT,
                        "no terminal to type the %s at: keep it in a file of the node's own".formatted(what)));
        var typed = console.readPassword("%s: ", what);
        if (typed == null || typed.length == 0) throw new IOException("no %s was typed".formatted(what));
        var encoded = ByteBuffer.allocate(4 * typed.length);
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed), encoded, true);
            return SecretBytes.takeFrom(Arrays.copyOf(encoded.array(), encoded.position()), home);
        } finally {
            Arrays.fill(typed, '\0');
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    /// How the `kek` file says it.
    default String text() {
        return switch (this) {
            case InFile(var file) -> file.toString();
            case Prompt _ -> "prompt";
        };
    }

    /// Reads [#text].
    static SecretSource ofText(String text) {
        return text.equals("prompt") ? new Prompt() : new InFile(Path.of(text));
    }
}
