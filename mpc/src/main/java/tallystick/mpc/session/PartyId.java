package tallystick.mpc.session;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// One share holder in one key's roster.
///
/// **Form** 1..65535, never zero (a polynomial at zero is the secret); two bytes, big-endian. It is the 1-based
/// place of the participant's first occurrence in the text of the key's quorum tree.
///
/// @param value 1..65535
public record PartyId(int value) implements Comparable<PartyId> {
    /// @throws IllegalArgumentException if out of range: the caller's fault
    public PartyId {
        if (value < 1 || value > 0xffff)
            throw new IllegalArgumentException("party number %d not in 1..65535".formatted(value));
    }

    /// Reads two bytes; zero is malformed.
    public static PartyId read(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var value = reader.u16(field);
        if (value == 0) throw new MalformedInput(start, field + " in 1..65535");
        return new PartyId(value);
    }

    /// Writes two bytes.
    public void write(Writer writer) {
        writer.u16(value);
    }

    @Override
    public int compareTo(PartyId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "party " + value;
    }
}
