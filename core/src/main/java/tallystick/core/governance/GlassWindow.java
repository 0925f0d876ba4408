package tallystick.core.governance;

import java.time.Duration;
import java.time.Instant;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// For which time the emergency policy is in the place of the policy: the same on every node, whenever it heard of it.
///
/// @param from this second is the first
/// @param until this second is the first that is not; 1 second to 7 days after `from`
public record GlassWindow(Instant from, Instant until) {
    /// The longest.
    public static final Duration LASTS_MAX = Duration.ofDays(7);

    /// @throws IllegalArgumentException if it is out of range: the caller's fault
    public GlassWindow {
        Moments.requireSecond(from);
        Moments.requireSecond(until);
        if (!until.isAfter(from) || Duration.between(from, until).compareTo(LASTS_MAX) > 0)
            throw new IllegalArgumentException("a time not of 1 second .. 7 days");
    }

    /// Whether a moment is in it.
    public boolean holds(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(until);
    }

    void write(Writer writer) {
        writer.u64(from.getEpochSecond()).u64(until.getEpochSecond());
    }

    static GlassWindow read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var from = Moments.read(reader, "from");
        var until = Moments.read(reader, "until");
        try {
            return new GlassWindow(from, until);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good time: " + outOfRange.getMessage());
        }
    }
}
