package tallystick.control.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenTest {
    private static final int MAX = 40;

    @ParameterizedTest
    @ValueSource(strings = {"Pay \u202eUE", "Pay\u200bments", "\u2066Pay\u2069", "Pay\u00a0EU", "Pay\u0000"})
    void text_thatTurnsOthersRoundOrIsHidden_isRefused(String text) {
        assertThatThrownBy(() -> Given.text("note", text, MAX)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> Given.called("name", text, MAX)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Invoice \"118\", rent", "Miete für März – Zürich", "Ἀθῆναι", "дом 5"})
    void text_thatIsReadAsItStands_isTaken(String text) {
        assertThat(Given.text("note", "  " + text + " ", MAX)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pаyments", "Payments \"EU\"", "Payments\u201d EU", "תשלומים"})
    void name_thatLooksLikeAnotherOrEndsAQuotation_isRefused(String name) {
        assertThatThrownBy(() -> Given.called("name", name, MAX)).isInstanceOf(Problem.class);
    }

    @Test
    void name_ofOneScript_isTaken() {
        assertThat(Given.called("name", "Auszahlungen Zürich 2", MAX)).isEqualTo("Auszahlungen Zürich 2");
    }

    @Test
    void text_thatIsEmptyOrTooLong_isRefused() {
        assertThatThrownBy(() -> Given.text("note", "   ", MAX)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> Given.text("note", "x".repeat(MAX + 1), MAX)).isInstanceOf(Problem.class);
        assertThat(Given.textOrNone("note", " ", MAX)).isEmpty();
    }
}
