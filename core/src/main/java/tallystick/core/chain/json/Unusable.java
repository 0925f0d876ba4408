package tallystick.core.chain.json;

/// A file or argument is not of its form; the text says where and what was expected.
public class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase with the remedy
    public Unusable(String why) {
        super(why);
    }

    /// An argument, or a file beside what is decoded, does not fit what is decoded.
    public static final class Argument extends Unusable {
        private static final long serialVersionUID = 1L;

        /// @param why a lower-case phrase with the remedy
        public Argument(String why) {
            super(why);
        }
    }
}
