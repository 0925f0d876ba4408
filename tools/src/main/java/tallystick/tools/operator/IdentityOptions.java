package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import tallystick.crypto.secret.SecretMemory;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;

/// Which identity a command speaks as.
final class IdentityOptions {
    @Option(
            names = "--identity",
            required = true,
            paramLabel = "FILE",
            description = "sealed identity file made by 'identity new'")
    private Path identity = Path.of("");

    @Option(
            names = "--passphrase-file",
            required = true,
            paramLabel = "FILE",
            description = "file with the identity's passphrase, 12..1024 bytes, readable by you alone")
    private Path passphrase = Path.of("");

    /// Opens the identity; the caller closes `home` after it.
    MemberIdentity open(SecretMemory home) throws IOException {
        try (var secret = Passphrase.read(passphrase, home)) {
            return IdentityFile.open(identity, secret, home);
        }
    }
}
