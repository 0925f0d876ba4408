package tallystick.control.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
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
    void list_thatHasNothingInAPlace_isRefused() {
        assertThatThrownBy(() -> Given.list("tags", Arrays.asList("one", null), MAX))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("tags");
        assertThat(Given.list("tags", List.of("one"), MAX)).containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59Z",
                "+292278995-01-01T00:00:00Z",
                "-1000000000-01-01T00:00:00Z",
                "9999-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "tomorrow"
            })
    void moment_thatNoDatabaseKeeps_isRefused(String text) {
        assertThatThrownBy(() -> Given.moment("expiresAt", text)).isInstanceOf(Problem.class);
    }

    @Test
    void moment_ofTheseCenturies_isTaken() {
        assertThat(Given.moment("expiresAt", "2026-11-23T08:00:00.5Z")).isEqualTo("2026-11-23T08:00:00.5Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA", "YQBi", "w6Q", "!"})
    void cursor_thatNoPageGave_isRefused(String cursor) {
        assertThatThrownBy(() -> Page.asked(cursor, 1)).isInstanceOf(Problem.class);
    }

    @Test
    void text_thatIsEmptyOrTooLong_isRefused() {
        assertThatThrownBy(() -> Given.text("note", "   ", MAX)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> Given.text("note", "x".repeat(MAX + 1), MAX)).isInstanceOf(Problem.class);
        assertThat(Given.textOrNone("note", " ", MAX)).isEmpty();
    }
}
