package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.places.NamedTree;
import tallystick.core.places.Places;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.operator.PlacesFile;
import tallystick.tools.operator.Unable;

@DisplayName("The file of places that governance propose reads, docs/spec/places.md PL-9")
class PlacesFileTest {
    private static final String KEY = "ab".repeat(32);
    private static final String OTHER = "0c".repeat(32);

    private static Places read(String trees) throws Unable {
        return PlacesFile.read(Bytes.ofUtf8("{\"trees\": [" + trees + "]}"), 2);
    }

    private static String named(String key, String tree) {
        return "{\"key\": \"%s\", \"tree\": \"%s\"}".formatted(key, tree);
    }

    @Test
    void treesInAnySpellingAndOrder_areNamedByTheirCanonicalText() throws Unable {
        var places = read(named(KEY, "2 of(risk,a , b)") + "," + named(OTHER, "2 of (a, b)") + ","
                + named(KEY, "all( risk, 1 of (a, b) )"));
        assertThat(places.trees())
                .extracting(NamedTree::tree)
                .containsExactly("all(a, b)", "2 of (risk, a, b)", "all(risk, any(a, b))");
        assertThat(places.trees().getFirst().key()).hasToString(OTHER);
        assertThat(places.mayBeReshared(places.trees().getFirst().key(), "all(a, b)"))
                .isTrue();
        assertThat(places.mayBeReshared(places.trees().getLast().key(), "all(a, b)"))
                .isFalse();
        assertThat(Places.parse(places.encode()).orThrow().trees()).isEqualTo(places.trees());
    }

    @Test
    void whatIsNoTree_orNoKey_orSaidTwice_orNotKnown_isRefused() {
        for (var wrong : new String[] {
            named(KEY, "2 of (a)"),
            named(KEY, ""),
            named("ab", "2 of (a, b)"),
            named(KEY, "2 of (a, b)") + "," + named(KEY, "all(a, b)"),
            "{\"key\": \"%s\", \"tree\": \"all(a, b)\", \"until\": 1}".formatted(KEY)
        }) assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(Unable.class);
    }
}
