package tallystick.node.kek;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.kek.KekRefused.Why;
import tallystick.node.pkcs11.TokenKey;
import tallystick.node.tpm.TpmSeal;

/// How a node comes to its key-encryption key: public, kept in its `kek` file.
public sealed interface KekSettings {
    /// By the node's passphrase.
    ///
    /// @param salt 16 bytes
    record FromPassphrase(Bytes salt) implements KekSettings {}

    /// In a PKCS#11 token.
    ///
    /// @param id of the key, `CKA_ID`
    record InToken(TokenKey.Place place, Bytes id, SecretSource pin) implements KekSettings {}

    /// Sealed by a TPM.
    ///
    /// @param seal the sealed object
    record Tpm(TpmSeal.Place place, TpmSeal.Conditions conditions, Optional<SecretSource> password, TpmSeal seal)
            implements KekSettings {}

    /// Opens the key.
    ///
    /// @param passphrase of the node; used by the first kind alone
    /// @throws KekRefused with what the operator does about it
    default KeyEncryptionKey open(SecretBytes passphrase, Entropy entropy, SecretMemory home) throws IOException {
        return switch (this) {
            case FromPassphrase(var salt) -> PassphraseKek.of(salt, passphrase, entropy, home);
            case InToken(var place, var id, var source) -> {
                requireFit(place.module());
                try (var pin = source.read("PIN of token " + place.token(), home)) {
                    yield TokenKek.open(place, id, pin, entropy);
                }
            }
            case Tpm tpm -> {
                if (tpm.password().isEmpty()) yield TpmKek.open(tpm, Optional.empty(), entropy, home);
                try (var password = tpm.password().get().read("password of the TPM's object", home)) {
                    yield TpmKek.open(tpm, Optional.of(password), entropy, home);
                }
            }
        };
    }

    /// A library is code of the node: nobody else may write it.
    static void requireFit(Path module) throws IOException {
        if (!Files.isRegularFile(module))
            throw new KekRefused(
                    Why.FILE_UNFIT, "PKCS#11 module %s is not there: install the token's driver".formatted(module));
        var permissions = Files.getPosixFilePermissions(module);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE))
            throw new KekRefused(
                    Why.FILE_UNFIT, "others may write PKCS#11 module %s: chmod go-w %s".formatted(module, module));
    }
}
