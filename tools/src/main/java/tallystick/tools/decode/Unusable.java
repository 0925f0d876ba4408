package tallystick.tools.decode;

/// A file or argument beside the bytes is not of its form; the text says where and what was expected.
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase with the remedy
    Unusable(String why) {
        super(why);
    }
}
