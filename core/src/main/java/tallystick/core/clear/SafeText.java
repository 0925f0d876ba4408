package tallystick.core.clear;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

/// A stranger's text made safe to look at: what cannot be seen, turns the writing round, runs from right to left or
/// passes for other letters is written as `\\u{…}` with its number, and what is long is cut with its length and hash.
///
/// **Form** of the result: whatever is not printable, every backslash, every quotation mark and what looks like one is
/// escaped, so the text cannot break out of quotation marks or lines, and does not seem to; marks that pile up on one
/// letter are escaped from the third on, and one without a letter before it, which would stand on the quotation mark.
/// Which characters exist is read from this JDK's Unicode tables (16).
///
/// @param text safe, on one line, without the quotation marks around it
/// @param traits what was found
public record SafeText(String text, Set<Trait> traits) {
    /// The most characters shown of one text.
    public static final int LENGTH_CHARACTERS_MAX = 256;

    /// What is worth a warning.
    public enum Trait {
        /// Characters that turn the direction of writing.
        TURNS,
        /// Letters of a script that is written from right to left.
        RIGHT_TO_LEFT,
        /// Characters that cannot be seen.
        HIDDEN,
        /// Letters that look like those of another script.
        LOOK_ALIKE,
        /// More text than is shown.
        CUT
    }

    private enum Look {
        PLAIN,
        ESCAPED,
        TURNS,
        RIGHT_TO_LEFT,
        HIDDEN,
        LOOK_ALIKE
    }

    /// Copies.
    public SafeText {
        traits = Set.copyOf(traits);
    }

    /// Makes a text safe, at most [#LENGTH_CHARACTERS_MAX] characters of it.
    public static SafeText of(String stranger) {
        return of(stranger, LENGTH_CHARACTERS_MAX);
    }

    /// Makes a text safe.
    ///
    /// @param lengthCharactersMax the most characters shown, 1 or more
    public static SafeText of(String stranger, int lengthCharactersMax) {
        var all = stranger.codePoints().limit(lengthCharactersMax + 1L).toArray();
        var cut = all.length > lengthCharactersMax;
        var shown = cut ? java.util.Arrays.copyOf(all, lengthCharactersMax) : all;
        var text = new StringBuilder(shown.length);
        var traits = EnumSet.noneOf(Trait.class);
        for (var start = 0; start < shown.length; ) {
            var end = start + 1;
            if (isOfWord(shown[start])) while (end < shown.length && isOfWord(shown[end])) end++;
            var foreign = isDoubtful(shown, start, end);
            for (var i = start; i < end; i++)
                append(text, shown[i], isPiledUp(shown, i) ? Look.HIDDEN : look(shown[i], foreign), traits);
            start = end;
        }
        if (cut) {
            traits.add(Trait.CUT);
            text.append(" [cut: ")
                    .append(stranger.codePointCount(0, stranger.length()))
                    .append(" characters, sha-256 ")
                    .append(StandardHash.sha256(Bytes.ofUtf8(stranger)))
                    .append(']');
        }
        return new SafeText(text.toString(), traits);
    }

    /// Whether a text of 1..`lengthCharactersMax` characters is safe as it stands, without a space at either end: a
    /// name that need not be escaped wherever it is shown.
    public static boolean isSafe(String text, int lengthCharactersMax) {
        var safe = of(text, lengthCharactersMax);
        return !text.isEmpty()
                && safe.traits().isEmpty()
                && safe.text().equals(text)
                && text.strip().equals(text);
    }

    /// The text in quotation marks.
    public String quoted() {
        return '"' + text + '"';
    }

    private static void append(StringBuilder text, int point, Look look, Set<Trait> traits) {
        switch (look) {
            case PLAIN, ESCAPED -> {}
            case TURNS -> traits.add(Trait.TURNS);
            case RIGHT_TO_LEFT -> traits.add(Trait.RIGHT_TO_LEFT);
            case HIDDEN -> traits.add(Trait.HIDDEN);
            case LOOK_ALIKE -> traits.add(Trait.LOOK_ALIKE);
        }
        if (look == Look.PLAIN) text.appendCodePoint(point);
        else
            text.append("\\u{")
                    .append(Integer.toHexString(point).toUpperCase(Locale.ROOT))
                    .append('}');
    }

    private static Look look(int point, boolean foreign) {
        if (point == '\\' || point == '"' || point == '\n' || point == '\t' || point == '\r') return Look.ESCAPED;
        if (point >= ' ' && point <= '~') return Look.PLAIN;
        if (isLikeQuotationMark(point)) return Look.LOOK_ALIKE;
        if (isTurning(point)) return Look.TURNS;
        if (isHidden(point)) return Look.HIDDEN;
        if (isRightToLeft(point)) return Look.RIGHT_TO_LEFT;
        if (Skeleton.isOtherFormOfBasic(point)) return Look.LOOK_ALIKE;
        return foreign && point >= 0x80 && isNotLatin(point) ? Look.LOOK_ALIKE : Look.PLAIN;
    }

    /// After one of these the rest of a text would seem to be ours.
    private static boolean isLikeQuotationMark(int point) {
        return point >= 0x201c && point <= 0x201f
                || point == 0x2033
                || point == 0x2036
                || point == 0x02ba
                || point == 0x02ee
                || point == 0x05f4
                || point == 0x275d
                || point == 0x275e
                || point == 0x301d
                || point == 0x301e
                || point == 0xff02;
    }

    private static boolean isTurning(int point) {
        return point == 0x061c
                || point == 0x200e
                || point == 0x200f
                || point >= 0x202a && point <= 0x202e
                || point >= 0x2066 && point <= 0x2069;
    }

    /// Beside such a letter the figures and signs of what follows change places, so it is shown by number: no screen
    /// or log needs to know about directions for the rest to be read as it is.
    private static boolean isRightToLeft(int point) {
        return switch (Character.getDirectionality(point)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> false;
        };
    }

    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.ENCLOSING_MARK,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> point != ' ';
            default -> isWithoutInk(point);
        };
    }

    /// Letters and marks that show nothing: joiners, fillers, variation selectors; and the blank of Braille.
    private static boolean isWithoutInk(int point) {
        return point == 0x034f
                || point == 0x115f
                || point == 0x1160
                || point >= 0x17b4 && point <= 0x17b5
                || point >= 0x180b && point <= 0x180f
                || point == 0x2800
                || point == 0x3164
                || point >= 0xfe00 && point <= 0xfe0f
                || point == 0xffa0
                || point >= 0xe0000 && point <= 0xe0fff;
    }

    private static boolean isPiledUp(int[] points, int at) {
        if (!isMark(points[at])) return false;
        return at == 0 || at >= 2 && isMark(points[at - 1]) && isMark(points[at - 2]);
    }

    private static boolean isMark(int point) {
        return Character.getType(point) == Character.NON_SPACING_MARK;
    }

    private static boolean isOfWord(int point) {
        return Character.isLetterOrDigit(point) || isMark(point) || isHidden(point);
    }

    /// Whether a word could be taken for one in other letters: it mixes scripts that share shapes, or could be read
    /// wholly as basic Latin and is not.
    private static boolean isDoubtful(int[] points, int start, int end) {
        var scripts = EnumSet.noneOf(Character.UnicodeScript.class);
        var allAlike = true;
        var anyAlike = false;
        for (var i = start; i < end; i++) {
            if (!Character.isLetter(points[i])) continue;
            scripts.add(Character.UnicodeScript.of(points[i]));
            var alike = isNotLatin(points[i]) && Skeleton.isLookAlike(points[i]);
            anyAlike |= alike;
            allAlike &= alike;
        }
        scripts.retainAll(SHARING_SHAPES);
        return scripts.size() > 1 || anyAlike && allAlike;
    }

    private static boolean isNotLatin(int point) {
        return Character.UnicodeScript.of(point) != Character.UnicodeScript.LATIN;
    }

    private static final Set<Character.UnicodeScript> SHARING_SHAPES = Set.copyOf(List.of(
            Character.UnicodeScript.LATIN,
            Character.UnicodeScript.GREEK,
            Character.UnicodeScript.CYRILLIC,
            Character.UnicodeScript.ARMENIAN,
            Character.UnicodeScript.CHEROKEE,
            Character.UnicodeScript.LISU));
}
