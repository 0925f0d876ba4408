package tallystick.node.logging;

import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/// Records for people: time, level, logger and message. What a message holds of line ends is indented, so that no text
/// begins a line as a record does; everything else that is not visible is escaped ([PlainText]).
public final class TextLines extends Formatter {
    private static final String OWN = "tallystick.";

    @Override
    public String format(LogRecord record) {
        var logger = Objects.requireNonNullElse(record.getLoggerName(), "");
        var message = Objects.requireNonNullElse(formatMessage(record), "");
        var line = new StringBuilder()
                .append(record.getInstant())
                .append(' ')
                .append(record.getLevel().getName())
                .append(' ')
                .append(PlainText.of(logger.startsWith(OWN) ? logger.substring(OWN.length()) : logger, 80))
                .append(": ")
                .append(indented(message));
        if (record.getThrown() != null) {
            line.append("\n    ").append(indented(JsonLines.chain(record.getThrown())));
            for (var frame : record.getThrown().getStackTrace())
                line.append("\n      at ").append(PlainText.of(frame.toString(), 200));
        }
        return line.append('\n').toString();
    }

    private static String indented(String text) {
        return text.lines()
                .limit(100)
                .map(line -> PlainText.of(line, JsonLines.MESSAGE_LENGTH_MAX))
                .collect(Collectors.joining("\n    "));
    }
}
