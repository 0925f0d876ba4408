package tallystick.control.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What control writes down of others' words.
class LogTest {
    private static String written(String words) throws Exception {
        var context = new LoggerContext();
        var reader = new JoranConfigurator();
        reader.setContext(context);
        reader.doConfigure(Objects.requireNonNull(LogTest.class.getResource("/logback.xml")));
        var logger = context.getLogger("tallystick.control.chain.HttpEndpoints");
        var event = new LoggingEvent("", logger, Level.WARN, "{}; endpoint number 2", null, new Object[] {words});
        var console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("console");
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void wordsOfAnEndpoint_makeNoLineOfTheirOwn_andTouchNoTerminal() throws Exception {
        var line = written("no\n2026-11-23T00:00:00.000Z ERROR all is well\r\033[2J\u202e\u2028\u0085");
        assertThat(line.strip()).doesNotContain("\n", "\r", "\033", "\u202e", "\u2028", "\u0085");
        assertThat(line)
                .endsWith("; endpoint number 2\n")
                .contains("no?2026-11-23T00:00:00.000Z ERROR all is well??[2J");
    }

    @Test
    void ordinaryWords_standAsTheyAre() throws Exception {
        assertThat(written("Zürich: p's & q's, ∑ 1")).contains("HttpEndpoints Zürich: p's & q's, ∑ 1; endpoint");
    }
}
