package tallystick.node.logging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import tallystick.core.intent.IntentId;

/// One line of JSON for each record.
///
/// **Form** an object of strings: `time` (ISO 8601, UTC), `level`, `logger`, `message`; `key` and `intent`, ids in hex,
/// where the record is about one; `thrown` and `at`, what failed and where. Text is escaped and cut ([PlainText]).
/// @spec docs/spec/metrics.md#ME-4 metrics
public final class JsonLines extends Formatter {
    static final int MESSAGE_LENGTH_MAX = 8192;
    private static final int FIELD_LENGTH_MAX = 256;
    private static final int FRAMES_MAX = 12;

    @Override
    public String format(LogRecord record) {
        var fields = new ArrayList<String>();
        fields.add(field("time", record.getInstant().toString()));
        fields.add(field("level", record.getLevel().getName()));
        fields.add(field("logger", Objects.requireNonNullElse(record.getLoggerName(), "")));
        fields.add("\"message\":"
                + PlainText.json(Objects.requireNonNullElse(formatMessage(record), ""), MESSAGE_LENGTH_MAX));
        for (var about : parameters(record))
            if (about instanceof KeyName(var id)) {
                fields.add(field("key", id.toString()));
                break;
            }
        for (var about : parameters(record))
            if (about instanceof IntentId id) {
                fields.add(field("intent", id.value().toString()));
                break;
            }
        if (record.getThrown() != null) {
            fields.add(field("thrown", chain(record.getThrown())));
            fields.add("\"at\":" + PlainText.json(frames(record.getThrown()), MESSAGE_LENGTH_MAX));
        }
        return "{" + String.join(",", fields) + "}\n";
    }

    private static List<Object> parameters(LogRecord record) {
        var parameters = record.getParameters();
        return parameters == null
                ? List.of()
                : Arrays.stream(parameters).filter(Objects::nonNull).toList();
    }

    private static String field(String name, String value) {
        return "\"" + name + "\":" + PlainText.json(value, FIELD_LENGTH_MAX);
    }

    /// What failed, and because of what.
    static String chain(Throwable thrown) {
        return String.join(
                "; because of ",
                Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                        .limit(4)
                        .map(Throwable::toString)
                        .toList());
    }

    private static String frames(Throwable thrown) {
        return String.join(
                " < ",
                Arrays.stream(thrown.getStackTrace())
                        .limit(FRAMES_MAX)
                        .map(StackTraceElement::toString)
                        .toList());
    }
}
