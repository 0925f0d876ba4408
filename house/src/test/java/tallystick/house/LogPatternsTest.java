package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A log's pattern with parameters takes an apostrophe for a quote: it vanishes, or hides the parameters after it.
class LogPatternsTest {
    private static final Pattern PATTERN = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\\{0}(?:[^\"\\\\\n]|\\\\.)*\"");

    private static List<String> patterns(String code) {
        return PATTERN.matcher(code).results().map(match -> match.group()).toList();
    }

    private static boolean swallows(String pattern) {
        return pattern.replace("''", "").contains("'");
    }

    @Test
    void noPatternWithParameters_hasAnApostrophe() {
        var all = Repository.sources().stream()
                .filter(Source::isMain)
                .flatMap(source -> patterns(source.text()).stream())
                .toList();
        assertThat(all).hasSizeGreaterThan(20).noneMatch(LogPatternsTest::swallows);
    }

    @Test
    void apostrophe_isFound() {
        assertThat(patterns("LOG.log(Level.INFO, \"{0}: have this node's share\", x)"))
                .singleElement()
                .matches(LogPatternsTest::swallows);
        assertThat(patterns("LOG.log(Level.INFO, \"{0}: this node''s\", x); \"it's\""))
                .noneMatch(LogPatternsTest::swallows);
    }
}
