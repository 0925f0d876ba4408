package tallystick.sdk;

/// Control answered with a problem: the request was not done.
public final class ControlRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String problem;

    /// @param problem the last word of the problem's type, such as `conflict`
    /// @param detail control's own words
    ControlRefused(int status, String problem, String detail) {
        super("control answered %d %s: %s".formatted(status, problem, detail));
        this.status = status;
        this.problem = problem;
    }

    /// Of HTTP, 400 or more.
    public int status() {
        return status;
    }

    /// Which problem, one word that programs may act on.
    public String problem() {
        return problem;
    }
}
