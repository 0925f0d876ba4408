package tallystick.core.governance;

/// Who could propose something and have it come about, from the least to the most.
///
/// **Why** no more than two humans are looked for: beside one whose key is lost there is then another.
///
/// @spec docs/spec/governance.md#GO-33 governance
public enum Proposing {
    /// Nobody.
    NOBODY,
    /// A program, and no human.
    PROGRAM,
    /// One human, beside programs or not.
    HUMAN,
    /// Two humans or more.
    TWO;

    /// Whether it is as much as another.
    public boolean reaches(Proposing other) {
        return compareTo(other) >= 0;
    }

    /// The lesser of two.
    public Proposing atMost(Proposing other) {
        return reaches(other) ? other : this;
    }
}
