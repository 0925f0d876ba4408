package tallystick.node.kek;

import java.io.IOException;

/// The key-encryption key could not be used: the text says what the operator does about it.
public final class KekRefused extends IOException {
    private static final long serialVersionUID = 1;

    /// Why.
    public enum Why {
        /// The `kek` file cannot be read as one, or contradicts what lies beside it.
        FILE_MALFORMED,
        /// A module or file that the operator named is not there, or others may write to it.
        FILE_UNFIT,
        /// The passphrase is another.
        WRONG_PASSPHRASE,
        /// The token refused the PIN.
        WRONG_PIN,
        /// The token takes no PIN any more.
        PIN_LOCKED,
        /// No token of that label, or it went away.
        TOKEN_ABSENT,
        /// The token has no such key.
        KEY_ABSENT,
        /// The key in the token may leave it, or is otherwise not what it must be.
        KEY_UNFIT,
        /// The token or TPM failed.
        DEVICE_FAILED,
        /// The TPM does not answer.
        TPM_ABSENT,
        /// Another TPM, or one that was cleared.
        OTHER_TPM,
        /// The machine started otherwise than when the key was sealed.
        PCRS_CHANGED,
        /// The TPM refused the password.
        WRONG_PASSWORD,
        /// The TPM takes no password for a while.
        LOCKED_OUT,
        /// The file was sealed under another key-encryption key.
        OTHER_KEK,
        /// The file's form is wrong.
        SEALED_MALFORMED,
        /// The file does not open: damaged, or put in another's place.
        NOT_OPENED
    }

    private final Why why;

    /// @param text a phrase with the remedy
    public KekRefused(Why why, String text) {
        super(text);
        this.why = why;
    }

    /// For programs.
    public Why why() {
        return why;
    }
}
