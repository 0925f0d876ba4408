package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Production runs without the `assert` keyword, so the tests do too, and no check is written with it.
@DisplayName("A14 checks compiled out")
class A14AssertionsOffTest {
    private static final Pattern ASSERT = Pattern.compile("(?m)^\\s*(?:\\}? ?else )?assert[ (]");

    private static List<String> asserting(Stream<Source> sources) {
        return sources.filter(Source::isMain)
                .filter(source -> ASSERT.matcher(source.text()).find())
                .map(Source::path)
                .toList();
    }

    @Test
    void testsRun_withoutAssertions() {
        assertThat(A14AssertionsOffTest.class.desiredAssertionStatus()).isFalse();
        assertThat(Repository.text(Repository.root().resolve("pom.xml")))
                .contains("<enableAssertions>false</enableAssertions>", "<argLine>@{argLine} -da ");
    }

    @Test
    void noShippedCode_asserts() {
        assertThat(asserting(Repository.sources().stream())).isEmpty();
    }

    @Test
    void code_thatAsserts_isFound() {
        var text = "package a;\nclass A {\n    void run(int n) {\n        assert n > 0 : \"n\";\n    }\n}\n";
        assertThat(asserting(Stream.of(Source.of("a/src/main/java/a/A.java", text))))
                .containsExactly("a/src/main/java/a/A.java");
        assertThat(asserting(Stream.of(
                        Source.of("a/src/main/java/a/A.java", text.replace("assert n > 0 : \"n\"", "assertive(n)")))))
                .isEmpty();
    }
}
