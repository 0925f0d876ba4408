package tallystick.tools.doctor;

/// Text of a node, which may be anybody's once it is broken into, made safe for a terminal.
public final class Printable {
    private static final int LENGTH_MAX = 300;
    private static final int REASON_LENGTH_MAX = 2000;

    private Printable() {}

    /// What is not printable ASCII becomes a question mark.
    public static String of(String text) {
        return of(text, LENGTH_MAX);
    }

    /// The same of why something was refused, or of a quorum tree, which may be long.
    public static String ofLong(String text) {
        return of(text, REASON_LENGTH_MAX);
    }

    private static String of(String text, int lengthMax) {
        var safe = text.codePoints()
                .limit(lengthMax)
                .map(each -> each >= ' ' && each <= '~' ? each : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return safe.toString();
    }
}
