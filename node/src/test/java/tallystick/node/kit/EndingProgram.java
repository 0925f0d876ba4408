package tallystick.node.kit;

import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.node.logging.LogStyle;

/// A program that logs in its last moments, from the first to the last.
public final class EndingProgram {
    /// So many lines.
    public static final int LINES = 400;

    static {
        LogStyle.claim();
    }

    private static final Logger LOG = Logger.getLogger(EndingProgram.class.getName());

    private EndingProgram() {}

    public static void main(String[] words) {
        LogStyle.ofWord(words[0]).orElseThrow().install();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            for (var i = 0; i < LINES; i++) {
                LOG.log(Level.INFO, "line {0,number,#}", i);
                Thread.onSpinWait();
            }
        }));
    }
}
