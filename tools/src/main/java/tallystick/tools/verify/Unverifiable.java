package tallystick.tools.verify;

import java.nio.file.Path;
import tallystick.core.tlog.TiledLog;

/// What was handed in cannot even be judged: a file is missing or is not of the form it must have.
public final class Unverifiable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    Unverifiable(String why) {
        super(why);
        this.why = why;
    }

    /// A lower-case phrase.
    public String why() {
        return why;
    }

    static Unverifiable of(Path file, int offset, String expected) {
        return new Unverifiable("%s at byte %d: expected %s".formatted(file, offset, expected));
    }

    static Unverifiable of(TiledLog.Damaged damaged) {
        return new Unverifiable(damaged.why());
    }
}
