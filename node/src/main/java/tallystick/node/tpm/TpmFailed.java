package tallystick.node.tpm;

/// A TPM refused a command, or did not answer.
///
/// @spec https://trustedcomputinggroup.org/resource/tpm-library-specification/ TPM 2.0 Library, Part 2 §6.6 (TPM_RC)
public final class TpmFailed extends Exception {
    private static final long serialVersionUID = 1;
    private static final int FORMAT_ONE = 0x80;
    /// Of a format-one code, what is left without the number of the parameter, handle or session.
    private static final int FORMAT_ONE_ERROR = 0xbf;

    /// What it means for the operator.
    public enum Kind {
        /// Nothing answers as a TPM.
        ABSENT,
        /// What was sealed is another TPM's, or of this one before it was cleared.
        OTHER_TPM,
        /// The registers differ from those it was sealed to.
        POLICY,
        /// The password is another.
        WRONG_PASSWORD,
        /// Too many wrong passwords; it opens again after a time.
        LOCKED_OUT,
        /// Anything else.
        OTHER
    }

    private final Kind kind;
    private final String text;

    /// @param text a phrase for the operator
    public TpmFailed(Kind kind, String text) {
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

    /// What a response code means.
    static TpmFailed of(String command, int code) {
        return new TpmFailed(kindOf(code), "%s answered 0x%x".formatted(command, code));
    }

    static Kind kindOf(int code) {
        if ((code & FORMAT_ONE) == 0) return code == 0x921 ? Kind.LOCKED_OUT : Kind.OTHER;
        return switch (code & FORMAT_ONE_ERROR) {
            case 0x8e, 0xa2 -> Kind.WRONG_PASSWORD;
            case 0x9d -> Kind.POLICY;
            case 0x9f -> Kind.OTHER_TPM;
            default -> Kind.OTHER;
        };
    }
}
