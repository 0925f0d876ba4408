package tallystick.tools.pack;

import java.io.IOException;

/// A pack is larger than what this machine's memory takes: nothing was found wrong with it.
public final class NoRoom extends IOException {
    private static final long serialVersionUID = 1L;

    private final String why;

    /// @param why a lower-case phrase that names what is too large
    NoRoom(String why) {
        super(why);
        this.why = why;
    }

    /// A lower-case phrase that names what is too large.
    public String why() {
        return why;
    }
}
