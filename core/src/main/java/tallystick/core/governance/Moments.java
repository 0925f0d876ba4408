package tallystick.core.governance;

import java.time.Instant;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// Whole seconds inside canonical bytes.
final class Moments {
    private Moments() {}

    static Instant read(Reader reader, String field) throws MalformedInput {
        return reader.second(field);
    }

    /// @throws IllegalArgumentException if it is none: the caller's fault
    static void requireSecond(Instant moment) {
        if (moment.getNano() != 0 || moment.getEpochSecond() < 0)
            throw new IllegalArgumentException("a moment that is no whole second since 1970");
    }
}
