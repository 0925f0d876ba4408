package tallystick.node.logging;

/// Makes text of whatever origin safe to write into a line.
///
/// **Why** a name or a phrase that a stranger chose could hold line ends that fake a record, controls that repaint a
/// terminal, or marks that turn the order of what is read.
final class PlainText {
    private static final char NO_CHARACTER = '\ufffd';

    private PlainText() {}

    /// The text with everything that is not visible as `\\u` and four hex digits, and the sign for no character where
    /// half of one stands; cut to `lengthMax` characters, and then it says how many are missing.
    static String of(String text, int lengthMax) {
        return write(text, lengthMax, "");
    }

    /// The same as a JSON string, quotes included.
    static String json(String text, int lengthMax) {
        return '"' + write(text, lengthMax, "\\\"") + '"';
    }

    private static String write(String text, int lengthMax, String quoted) {
        var kept = Math.min(text.length(), lengthMax);
        var plain = new StringBuilder(kept + 16);
        for (var i = 0; i < kept; i++) {
            var c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < kept && Character.isLowSurrogate(text.charAt(i + 1))) {
                var whole = text.codePointAt(i++);
                if (isVisible(whole)) plain.appendCodePoint(whole);
                else plain.append(escape(c)).append(escape(text.charAt(i)));
            } else if (Character.isSurrogate(c)) plain.append(NO_CHARACTER);
            else if (quoted.indexOf(c) >= 0) plain.append('\\').append(c);
            else if (isVisible(c)) plain.append(c);
            else plain.append(escape(c));
        }
        if (kept < text.length()) plain.append(" (and %d characters)".formatted(text.length() - kept));
        return plain.toString();
    }

    private static String escape(char c) {
        return "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
