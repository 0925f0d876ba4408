package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.json.Json;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.node.logging.JsonLines;
import tallystick.node.logging.KeyName;
import tallystick.node.logging.LogStyle;
import tallystick.node.logging.TextLines;

/// Records as lines, with what strangers may have put into them.
class LogLinesTest {
    private static final Digest32 ID = new Digest32(Bytes.ofHex("ab".repeat(32)));
    private static final List<String> NASTY = List.of(
            "a\nb",
            "a\r\n2026-01-01T00:00:00Z INFO boot.Main: all is well",
            "\u001b[2J\u001b[31m",
            "\u202egnp.exe",
            "x\u2028y\u2029z\u0085",
            "\"},{\"level\":\"INFO",
            "\\\" \\",
            "\u0000\u007f\ud800",
            "{0} {1}",
            "\udbff\udfff\ue000");

    private static LogRecord record(String pattern, Object... parameters) {
        var record = new LogRecord(Level.WARNING, pattern);
        record.setLoggerName("tallystick.node.boot.Main");
        record.setInstant(Instant.parse("2026-11-21T11:00:00Z"));
        record.setParameters(parameters);
        return record;
    }

    @Test
    void jsonLine_hasTimeLevelLoggerAndMessage_andTheIdsOfKeyAndIntent() {
        var plain = new JsonLines().format(record("node {0} listens at {1,number,#}", "risk", 7001));
        assertThat(plain)
                .isEqualTo("{\"time\":\"2026-11-21T11:00:00Z\",\"level\":\"WARNING\","
                        + "\"logger\":\"tallystick.node.boot.Main\",\"message\":\"node risk listens at 7001\"}\n");
        var about = new JsonLines().format(record("intent {0} with key {1}", new IntentId(ID), new KeyName(ID)));
        assertThat(about)
                .contains("with key abababababababab\"")
                .contains(",\"key\":\"%s\"".formatted(ID))
                .endsWith(",\"intent\":\"%s\"}\n".formatted(ID));
    }

    @Test
    void strangersText_neverBreaksALine_norTheJson() {
        for (var nasty : NASTY) {
            var line = new JsonLines().format(record("{0} said so", nasty));
            assertThat(line).as("%s", nasty).endsWith("}\n").containsOnlyOnce("\n");
            assertThat(line.strip()).matches("[^\\p{Cntrl}\\u202e\\u2028\\u2029]*");
            assertThat(line).contains("said so");
            assertThat(Json.parse(Bytes.ofUtf8(line.strip()))).isInstanceOf(Parsed.Ok.class);
        }
        assertThat(NASTY).hasSize(10);
    }

    @Test
    void strangersText_beginsNoLineAsARecordDoes_forPeople() {
        for (var nasty : NASTY) {
            var lines =
                    new TextLines().format(record("{0} said so", nasty)).lines().toList();
            assertThat(lines.getFirst()).startsWith("2026-11-21T11:00:00Z WARNING node.boot.Main: ");
            assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("    "));
            assertThat(lines).allMatch(line -> line.matches("[^\\p{Cntrl}\\u202e\\u2028\\u2029]*"));
        }
    }

    @Test
    void longText_isCut_andSaysSo() {
        for (Formatter formatter : List.of(new JsonLines(), new TextLines())) {
            var line = formatter.format(record("{0}", "x".repeat(100_000)));
            assertThat(line).hasSizeLessThan(10_000).contains("(and 91808 characters)");
        }
    }

    @Test
    void failure_isOneLineOfJson_withItsCauseAndPlace() {
        var record = record("ledger or log failed");
        record.setThrown(new IOException("no\nspace", new IOException("cause")));
        var line = new JsonLines().format(record);
        assertThat(line)
                .containsOnlyOnce("\n")
                .contains("\"thrown\":\"java.io.IOException: no\\u000aspace; because of java.io.IOException: cause\"")
                .contains("\"at\":\"")
                .contains("LogLinesTest");
        assertThat(new TextLines().format(record)).contains("because of").contains("      at ");
    }

    @Test
    void style_isKnownByItsWord() {
        assertThat(LogStyle.ofWord("json")).hasValue(LogStyle.JSON);
        assertThat(LogStyle.ofWord("text")).hasValue(LogStyle.TEXT);
        assertThat(LogStyle.ofWord("JSON")).isEmpty();
    }
}
