package tallystick.core.clear;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a text looks like rather than what it is: texts with the same skeleton are easily taken for each other.
///
/// **Form** compatibility forms, accents and case are taken away; letters of other scripts become the basic letter they
/// look like; `0` is `o`, `1` and `i` are `l`, `rn` is `m`, `vv` is `w`; spaces and hyphens count as one space. After
/// the method of Unicode's security mechanisms with a table of our own for what people in custody meet: Greek,
/// Cyrillic, Armenian, Cherokee, Lisu, wide and mathematical letters, digits.
///
/// **Limits** the table is small: resemblances within Han, Arabic, Hebrew or Indic scripts are not in it, nor letters
/// that look alike in one typeface only.
///
/// @spec https://www.unicode.org/reports/tr39/#Confusable_Detection UTS 39 §4
final class Skeleton {
    private static final Map<Integer, Character> LETTERS = table(List.of(
            // Greek capitals
            Map.entry("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4", "abezhlkmnopt"),
            Map.entry("\u03a5\u03a7\u03f9\u037f", "yxcj"),
            // Greek small
            Map.entry("\u03b1\u03b2\u03b3\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5", "abyenlkvoptu"),
            Map.entry("\u03c7\u03c9\u03f2\u03f3", "xwcj"),
            // Cyrillic capitals
            Map.entry("\u0410\u0412\u0415\u0417\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420", "abe3sljkmhop"),
            Map.entry("\u0421\u0422\u0423\u0425", "ctyx"),
            Map.entry("\u042c\u04ae\u04ba\u051a\u051c\u0474\u0500\u04c0", "byhqwvdl"),
            // Cyrillic small
            Map.entry("\u0430\u0432\u0435\u0437\u0455\u0456\u0458\u043a\u043c\u043d\u043e\u0440", "abe3sljkmhop"),
            Map.entry("\u0441\u0442\u0443\u0445", "ctyx"),
            Map.entry("\u044c\u04af\u04bb\u051b\u051d\u0475\u0501\u04cf\u0433\u043f\u0461", "byhqwvdlrnw"),
            // Armenian
            Map.entry("\u0585\u0578\u057d\u0570\u0581\u0566\u053c\u0555\u054d", "onuhgqlou"),
            // Cherokee
            Map.entry("\u13aa\u13f4\u13df\u13a0\u13ac\u13c0\u13bb\u13ab\u13e6\u13de\u13b7\u13e2", "abcdeghjklmp"),
            Map.entry("\u13a1\u13da\u13a2\u13d9", "rstv"),
            Map.entry("\u13d4\u13c3", "wz"),
            // Lisu
            Map.entry("\ua4d0\ua4d1\ua4d3\ua4d4\ua4d6\ua4d7\ua4d9\ua4da\ua4dc\ua4dd\ua4df\ua4e0", "bpdtgkjczfmn"),
            Map.entry("\ua4e1\ua4e2\ua4e3\ua4e6", "lsrv"),
            Map.entry("\ua4e7\ua4ea\ua4eb\ua4ec\ua4ee\ua4f0\ua4f2\ua4f3\ua4f4", "hwxyaelou"),
            // Latin beside the basic letters
            Map.entry("\u0131\u0251\u0261\u0192\u00df\u0269\u01c0\u029f\u00f8\u00d8\u0111\u0110", "lagfbllloodd"),
            Map.entry("\u0127\u0126\u0142\u0141", "hhll"),
            Map.entry("\u0167\u0166\u0185\u1d0f\u1d20\u1d21\u1d22\ua731\u1d04", "ttbovwzsc")));

    private static final Map<Integer, Character> SIGNS = table(List.of(
            Map.entry("|\u2010\u2011\u2012\u2013\u2014\u2212\u2043\u2215\u2044\u2018\u2019", "l-------//''"),
            Map.entry("\u201b\u2032`\u00b4", "''''"),
            Map.entry("\u201c\u201d\u2033", "\"\"\"")));

    private Skeleton() {}

    /// The skeleton of a text.
    static String of(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            var like = LETTERS.get(point);
            if (like != null) plain.append(like.charValue());
            else plain.append(Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD));
        });
        var folded = new StringBuilder(text.length());
        plain.codePoints().filter(Skeleton::counts).map(Skeleton::folded).forEach(point -> {
            var gap = point == ' ' || point == '-' || point == '_';
            if (!gap) folded.appendCodePoint(point);
            else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') folded.append(' ');
        });
        return folded.toString().strip().replace("rn", "m").replace("vv", "w");
    }

    /// Whether a letter that is not basic Latin looks like one.
    static boolean isLookAlike(int point) {
        return LETTERS.containsKey(point);
    }

    /// Whether a character is another form of basic characters: wide, mathematical, in a circle, a ligature.
    static boolean isOtherFormOfBasic(int point) {
        if (point < 0x80) return false;
        var normal = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD);
        return !normal.isEmpty() && normal.chars().allMatch(c -> c < 0x80);
    }

    private static boolean counts(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.CONTROL,
                    Character.UNASSIGNED,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static int folded(int point) {
        var like = LETTERS.getOrDefault(point, SIGNS.get(point));
        int shown = like == null ? Character.toLowerCase(point) : like;
        var digit = Character.digit(shown, 10);
        if (digit >= 0) shown = '0' + digit;
        return switch (shown) {
            case '0' -> 'o';
            case '1', 'i' -> 'l';
            default -> Character.isWhitespace(shown) || Character.isSpaceChar(shown) ? ' ' : shown;
        };
    }

    private static Map<Integer, Character> table(List<Map.Entry<String, String>> rows) {
        var table = new HashMap<Integer, Character>();
        for (var row : rows)
            for (var i = 0; i < row.getKey().length(); i++)
                table.put((int) row.getKey().charAt(i), row.getValue().charAt(i));
        return Map.copyOf(table);
    }
}
