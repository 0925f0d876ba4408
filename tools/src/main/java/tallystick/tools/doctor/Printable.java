package tallystick.tools.doctor;

/// Text of a node, which may be anybody's once it is broken into, made safe for a terminal.
public final class Printable {
    private static final int LENGTH_MAX = 300;

    private Printable() {}

    /// What is not printable ASCII becomes a question mark.
    public static String of(String text) {
        var safe = text.codePoints()
                .limit(LENGTH_MAX)
                .map(each -> each >= ' ' && each <= '~' ? each : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return safe.toString();
    }
}
