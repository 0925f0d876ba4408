package tallystick.node.logging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Whom the log is written for.
public enum LogStyle {
    /// People.
    TEXT,
    /// Programs: one line of JSON for each record.
    JSON;

    private static final int TAKEN_AWAY_MILLIS_MAX = 500;
    private static final int PAUSE_MILLIS = 10;

    /// The style called so on the command line.
    public static Optional<LogStyle> ofWord(String word) {
        return Arrays.stream(values())
                .filter(style -> style.toString().equals(word))
                .findFirst();
    }

    /// Has all records of this process, whoever makes them, written so to standard error, in place of what was set up
    /// before.
    public void install() {
        // A library's facade would say in lines of its own that nobody listens to it.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) root.removeHandler(handler);
        root.addHandler(handler());
    }

    /// The same while the program ends: java.util.logging takes all handlers away then, on a thread of its own, and
    /// what the program does last would never be told.
    public void reinstall() throws InterruptedException {
        var root = Logger.getLogger("");
        for (var waited = 0; waited < TAKEN_AWAY_MILLIS_MAX && root.getHandlers().length > 0; waited += PAUSE_MILLIS)
            Thread.sleep(PAUSE_MILLIS);
        install();
    }

    private Handler handler() {
        var handler = new ConsoleHandler();
        handler.setFormatter(formatter());
        handler.setLevel(Level.ALL);
        return handler;
    }

    private Formatter formatter() {
        return switch (this) {
            case TEXT -> new TextLines();
            case JSON -> new JsonLines();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
