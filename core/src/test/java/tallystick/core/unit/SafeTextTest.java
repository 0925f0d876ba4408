package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.clear.SafeText;
import tallystick.core.clear.SafeText.Trait;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

@DisplayName("Strangers' text, docs/spec/clear-text.md")
class SafeTextTest {
    private static void assertSafe(String stranger, String shown, Trait... traits) {
        var safe = SafeText.of(stranger);
        assertThat(safe.text()).isEqualTo(shown);
        assertThat(safe.traits()).containsExactlyInAnyOrder(traits);
    }

    @Test
    void ordinaryTexts_ofManyScripts_stayAsTheyAre() {
        assertSafe("Pay 1,000 USDC (invoice #7).", "Pay 1,000 USDC (invoice #7).");
        assertSafe("Z\u00fcrich, caf\u00e9", "Z\u00fcrich, caf\u00e9");
        assertSafe("\u0416\u0434\u0430\u043d\u043e\u0432", "\u0416\u0434\u0430\u043d\u043e\u0432");
        assertSafe("\u6771\u4eac USDC", "\u6771\u4eac USDC");
        assertSafe("", "");
    }

    @Test
    void quotesBackslashesAndLineEnds_areEscapedWithoutAlarm() {
        assertSafe("a\"b\\c\nd\te\rf", "a\\u{22}b\\u{5C}c\\u{A}d\\u{9}e\\u{D}f");
        assertThat(SafeText.of("x").quoted()).isEqualTo("\"x\"");
    }

    @Test
    void turningCharacters_areShownByNumber() {
        assertSafe("\u202eabc\u202c", "\\u{202E}abc\\u{202C}", Trait.TURNS);
        assertSafe("\u2066x\u2069", "\\u{2066}x\\u{2069}", Trait.TURNS);
        assertSafe("\u200f\u061c", "\\u{200F}\\u{61C}", Trait.TURNS);
    }

    @Test
    void lettersFromRightToLeft_areShownByNumber_soThatNothingBesideThemMoves() {
        assertSafe("\u05d0\u05d1 100", "\\u{5D0}\\u{5D1} 100", Trait.RIGHT_TO_LEFT);
        assertSafe("pay \u0633 5", "pay \\u{633} 5", Trait.RIGHT_TO_LEFT);
        assertSafe("\u0661\u0662", "\\u{661}\\u{662}", Trait.RIGHT_TO_LEFT);
        assertSafe(Character.toString(0x1e900), "\\u{1E900}", Trait.RIGHT_TO_LEFT);
    }

    @Test
    void charactersWithoutInk_areShownByNumber() {
        assertSafe("a\u200bb", "a\\u{200B}b", Trait.HIDDEN);
        assertSafe("a\u00adb\u034f", "a\\u{AD}b\\u{34F}", Trait.HIDDEN);
        assertSafe("\u0000\u001b[2J\u007f", "\\u{0}\\u{1B}[2J\\u{7F}", Trait.HIDDEN);
        assertSafe("a\u00a0b\u3000", "a\\u{A0}b\\u{3000}", Trait.HIDDEN);
        assertSafe("\u2028\u2029", "\\u{2028}\\u{2029}", Trait.HIDDEN);
        assertSafe("\ue000\ufe0f\u3164\u2800", "\\u{E000}\\u{FE0F}\\u{3164}\\u{2800}", Trait.HIDDEN);
        assertSafe(Character.toString(0xe0041), "\\u{E0041}", Trait.HIDDEN);
        assertSafe("\u0378", "\\u{378}", Trait.HIDDEN);
        assertSafe("\ud800", "\\u{D800}", Trait.HIDDEN);
    }

    @Test
    void lettersOfAnotherScript_inALatinWord_areShownByNumber() {
        assertSafe("p\u0430ypal", "p\\u{430}ypal", Trait.LOOK_ALIKE);
        assertSafe(
                "USD\u0421 and \u0416\u0434\u0430\u043d", "USD\\u{421} and \u0416\u0434\u0430\u043d", Trait.LOOK_ALIKE);
        assertSafe("\u0391lpha", "\\u{391}lpha", Trait.LOOK_ALIKE);
    }

    @Test
    void wordsThatCouldBeReadAsLatin_areShownByNumber() {
        assertSafe("\u0441\u043e\u0440\u0443", "\\u{441}\\u{43E}\\u{440}\\u{443}", Trait.LOOK_ALIKE);
    }

    @Test
    void otherFormsOfBasicLetters_areShownByNumber() {
        assertSafe("\uff35SDC", "\\u{FF35}SDC", Trait.LOOK_ALIKE);
        assertSafe(Character.toString(0x1d400) + "bc", "\\u{1D400}bc", Trait.LOOK_ALIKE);
        assertSafe("e\ufb03cient", "e\\u{FB03}cient", Trait.LOOK_ALIKE);
    }

    @Test
    void hiddenCharacters_doNotPartAWordToHideItsMixture() {
        assertSafe("p\u200b\u0430", "p\\u{200B}\\u{430}", Trait.HIDDEN, Trait.LOOK_ALIKE);
    }

    @Test
    void marksPiledUp_areShownFromTheThirdOn() {
        assertSafe("a\u0301\u0302\u0303\u0304", "a\u0301\u0302\\u{303}\\u{304}", Trait.HIDDEN);
    }

    @Test
    void longText_isCutWithItsLengthAndHash() {
        var safe = SafeText.of("ab".repeat(200), 3);
        assertThat(safe.text())
                .isEqualTo("aba [cut: 400 characters, sha-256 "
                        + StandardHash.sha256(Bytes.ofUtf8("ab".repeat(200)))
                        + "]");
        assertThat(safe.traits()).isEqualTo(Set.of(Trait.CUT));
        assertThat(SafeText.of("abc", 3).text()).isEqualTo("abc");
    }

    @Test
    void quotationMarksOfOtherScripts_areEscaped() {
        var checked = 0;
        for (var point : new int[] {0x201c, 0x201d, 0x201e, 0x201f, 0x2033, 0x2036, 0x02ba}) {
            assertSafe("a" + Character.toString(point) + " b", "a\\u{%X} b".formatted(point), Trait.LOOK_ALIKE);
            checked++;
        }
        assertThat(checked).isEqualTo(7);
    }

    @Test
    void markWithoutALetter_isEscaped() {
        assertSafe("\u0308a", "\\u{308}a", Trait.HIDDEN);
    }
}
