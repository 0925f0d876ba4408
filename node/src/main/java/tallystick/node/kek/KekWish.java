package tallystick.node.kek;

import java.io.IOException;
import java.util.Optional;
import tallystick.crypto.seal.PassphraseKey;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.pkcs11.TokenKey;
import tallystick.node.tpm.TpmSeal;

/// The key-encryption key an operator asks for.
public sealed interface KekWish {
    /// From the node's passphrase.
    record FromPassphrase() implements KekWish {}

    /// A fresh key inside a token.
    record InToken(TokenKey.Place place, SecretSource pin) implements KekWish {}

    /// A fresh key sealed by a TPM.
    record Tpm(TpmSeal.Place place, TpmSeal.Conditions conditions, Optional<SecretSource> password)
            implements KekWish {}

    /// Makes it.
    ///
    /// @param passphrase of the node
    /// @return how it is opened from now on
    default KekSettings make(SecretBytes passphrase, Entropy entropy, SecretMemory home) throws IOException {
        return switch (this) {
            case FromPassphrase() -> new KekSettings.FromPassphrase(entropy.bytes(PassphraseKey.SALT_LENGTH_BYTES));
            case InToken(var place, var source) -> {
                KekSettings.requireFit(place.module());
                var id = entropy.bytes(16);
                try (var pin = source.read("PIN of token " + place.token(), home)) {
                    TokenKek.make(place, id, pin, entropy).close();
                }
                yield new KekSettings.InToken(place, id, source);
            }
            case Tpm(var place, var conditions, var source) -> {
                if (source.isEmpty())
                    yield new KekSettings.Tpm(
                            place, conditions, source, TpmKek.make(place, conditions, Optional.empty(), entropy, home));
                try (var password = source.get().read("password of the TPM's object", home)) {
                    if (password.length() > TpmSeal.PASSWORD_BYTES_MAX)
                        throw new IOException("password of %d bytes, a TPM takes 4..32".formatted(password.length()));
                    var seal = TpmKek.make(place, conditions, Optional.of(password), entropy, home);
                    yield new KekSettings.Tpm(place, conditions, source, seal);
                }
            }
        };
    }
}
