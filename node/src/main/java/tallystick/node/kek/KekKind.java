package tallystick.node.kek;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a key-encryption key lives.
public enum KekKind {
    /// Nowhere: it is derived from a passphrase.
    PASSPHRASE(1),
    /// In a PKCS#11 token, which it never leaves.
    PKCS11(2),
    /// Sealed by a TPM 2.0, in memory while the node runs.
    TPM(3);

    private final int code;

    KekKind(int code) {
        this.code = code;
    }

    /// How files name it, 1..255; fixed for ever.
    public int code() {
        return code;
    }

    /// The kind of a code, if there is one.
    public static Optional<KekKind> ofCode(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }

    /// The kind of a word.
    public static Optional<KekKind> ofWord(String word) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(word))
                .findFirst();
    }

    /// The word for it in commands and in the `kek` file.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
