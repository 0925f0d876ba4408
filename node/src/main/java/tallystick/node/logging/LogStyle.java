package tallystick.node.logging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Whom the log is written for.
public enum LogStyle {
    /// People.
    TEXT,
    /// Programs: one line of JSON for each record.
    JSON;

    private static final String MANAGER = "java.util.logging.manager";

    /// The style called so on the command line.
    public static Optional<LogStyle> ofWord(String word) {
        return Arrays.stream(values())
                .filter(style -> style.toString().equals(word))
                .findFirst();
    }

    /// Has the virtual machine take a log that is written to the end. To be called before anything asks for a logger.
    public static void claim() {
        System.setProperty(MANAGER, KeptLog.class.getName());
    }

    /// Has all records of this process, whoever makes them, written so to standard error, in place of what was set up
    /// before. After [#claim] that lasts until the process is gone.
    public void install() {
        // A library's facade would say in lines of its own that nobody listens to it.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) root.removeHandler(handler);
        root.addHandler(handler());
        if (LogManager.getLogManager() instanceof KeptLog log) log.keep();
    }

    private Handler handler() {
        var handler = new ConsoleHandler();
        handler.setFormatter(formatter());
        handler.setLevel(Level.ALL);
        handler.setFilter(new Floods(System::nanoTime));
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
