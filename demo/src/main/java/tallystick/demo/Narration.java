package tallystick.demo;

import java.io.PrintWriter;

/// What the demonstration says: numbered steps, and lines below them.
final class Narration {
    private final PrintWriter out;
    private int step;

    Narration(PrintWriter out) {
        this.out = out;
    }

    /// Where to, for those that say more by themselves.
    PrintWriter out() {
        return out;
    }

    void say(String what) {
        out.printf("%n%d. %s%n", ++step, what);
        out.flush();
    }

    void line(String what) {
        out.printf("   %s%n", what);
        out.flush();
    }

    void end() {
        out.printf("%nall %d steps held%n", step);
        out.flush();
    }
}
