package tallystick.mpc.access;

/// One leaf of a quorum tree after weights are expanded, counted from 0 in the order of the text.
///
/// @param value 0..63
public record LeafId(int value) implements Comparable<LeafId> {
    /// @throws IllegalArgumentException if out of range: the caller's fault
    public LeafId {
        if (value < 0 || value > 63) throw new IllegalArgumentException("leaf number %d not in 0..63".formatted(value));
    }

    @Override
    public int compareTo(LeafId other) {
        return Integer.compare(value, other.value);
    }
}
