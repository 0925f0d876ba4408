package tallystick.core.wire;

import java.util.Locale;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// Why shares are made anew.
public enum RefreshCause {
    /// Nothing was said.
    UNSAID(0),
    /// The time has come.
    SCHEDULE(1),
    /// Somebody who could reach a share has left or changed places.
    PERSONNEL(2),
    /// A share may be known to others: also the shares of nodes in quarantine are made anew.
    INCIDENT(3);

    private final int code;

    RefreshCause(int code) {
        this.code = code;
    }

    /// The byte that stands for this cause in every format.
    public int code() {
        return code;
    }

    /// The cause that a byte stands for.
    public static RefreshCause read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var code = reader.u8("refresh cause");
        for (var cause : values()) if (cause.code == code) return cause;
        throw new MalformedInput(start, "refresh cause in 0..3");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
