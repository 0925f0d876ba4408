package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Specification steps lead to code, and the code leads back.
class ReferencesTest {
    private static final String GOOD = """
            - step: A §1
              spec: https://example.org/a#1
              anchor: tallystick.a.A#run
            """;

    @Test
    void everyStep_leadsToAMethodThatNamesItsSpecification() {
        var yaml = Repository.text(Repository.root().resolve("docs/specrefs.yml"));
        var entries = References.read(yaml);
        assertThat(entries).isNotEmpty().hasSize((int) References.meant(yaml));
        assertThat(References.broken(entries, Repository.sources())).isEmpty();
    }

    @Test
    void step_withoutTypeMethodOrSpec_isFound() {
        var entries = References.read(GOOD);
        assertThat(entries).hasSize(1);
        assertThat(References.broken(entries, List.of()))
                .singleElement()
                .asString()
                .contains("no type");
        assertThat(References.broken(entries, List.of(code("class A { void walk() {} }"))))
                .singleElement()
                .asString()
                .contains("no method");
        assertThat(References.broken(entries, List.of(code("class A { void run() {} }"))))
                .singleElement()
                .asString()
                .contains("@spec");
        assertThat(References.broken(
                        entries, List.of(code("class A {\n/// @spec https://example.org/a#1 A §1\nvoid run() {} }"))))
                .isEmpty();
    }

    @Test
    void entry_badlyWritten_isCountedAsMeant() {
        var bad = GOOD.replace("  spec", "  specification");
        assertThat(References.read(bad)).isEmpty();
        assertThat(References.meant(bad)).isEqualTo(1);
    }

    private static Source code(String text) {
        return Source.of("a/src/main/java/A.java", "package tallystick.a;\n" + text);
    }
}
