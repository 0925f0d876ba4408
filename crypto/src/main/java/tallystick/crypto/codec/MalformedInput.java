package tallystick.crypto.codec;

/// Thrown by a [Reader] inside a format's own parser and turned into [Parsed.Malformed] by [Reader#parse]. Never leaves
/// the module that owns the format.
public final class MalformedInput extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offsetBytes;
    private final String expected;

    /// @param offsetBytes where the wrong byte stands
    /// @param expected a lower-case phrase: field and what was expected; never input bytes
    public MalformedInput(int offsetBytes, String expected) {
        super(expected, null, false, false);
        this.offsetBytes = offsetBytes;
        this.expected = expected;
    }

    /// Where the wrong byte stands, from 0.
    public int offsetBytes() {
        return offsetBytes;
    }

    /// What was expected there.
    public String expected() {
        return expected;
    }
}
