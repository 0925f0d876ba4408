package tallystick.node.pkcs11;

/// A PKCS#11 call was refused.
///
/// @spec https://docs.oasis-open.org/pkcs11/pkcs11-base/v2.40/pkcs11-base-v2.40.html PKCS #11 v2.40 (return values)
public final class TokenFailed extends Exception {
    private static final long serialVersionUID = 1;

    /// What it means for the operator.
    public enum Kind {
        /// The library cannot be loaded, or is none.
        MODULE,
        /// The PIN is another.
        WRONG_PIN,
        /// Too many wrong PINs, or the PIN has expired or was never set.
        PIN_LOCKED,
        /// No such token, or it went away.
        ABSENT,
        /// No such key in the token.
        NO_KEY,
        /// The key is not what it must be.
        UNFIT,
        /// The bytes do not open under the key.
        NOT_OPENED,
        /// Anything else.
        OTHER
    }

    private final Kind kind;
    private final String text;

    /// @param text a phrase for the operator
    public TokenFailed(Kind kind, String text) {
        super(text);
        this.kind = kind;
        this.text = text;
    }

    /// For programs.
    public Kind kind() {
        return kind;
    }

    /// For the operator.
    public String text() {
        return text;
    }

    /// What a return value of the module means.
    public static TokenFailed of(String call, long value) {
        return new TokenFailed(kindOf(value), "%s returned 0x%x".formatted(call, value));
    }

    static Kind kindOf(long value) {
        return switch ((int) value) {
            case 0xa0, 0xa1, 0xa2 -> Kind.WRONG_PIN;
            case 0xa3, 0xa4, 0x102 -> Kind.PIN_LOCKED;
            // Slot, device, session and key handles that were good and are no more; a token that is not there.
            case 0x03, 0x30, 0x31, 0x32, 0x60, 0x82, 0xb0, 0xb3, 0xe0, 0xe1, 0x101, 0x190 -> Kind.ABSENT;
            case 0x40, 0x41 -> Kind.NOT_OPENED;
            default -> Kind.OTHER;
        };
    }
}
