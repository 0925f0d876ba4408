package tallystick.control.life;

/// Where a withdrawal comes to stand, and why.
///
/// @param detail particulars, such as a node's own words; empty if there are none
public record Moved(Stage stage, SubStatus why, String detail) {
    private static final int DETAIL_CHARACTERS_MAX = 2000;

    /// Cuts a detail that is too long, and leaves out what no database keeps: it may be others' own words.
    public Moved {
        detail = detail.replace("\0", "");
        if (detail.length() > DETAIL_CHARACTERS_MAX) detail = detail.substring(0, DETAIL_CHARACTERS_MAX);
    }

    /// Without particulars.
    public static Moved to(Stage stage, SubStatus why) {
        return new Moved(stage, why, "");
    }

    /// Whether its place on the chain is taken by it: the sequence number, or the outputs that it spends.
    public boolean holdsItsPlace() {
        return stage.holdsItsPlace() || why == SubStatus.HAD_BEGUN;
    }

    /// Whether it can follow `from`: the machine allows it, or only the reason changes.
    public boolean mayFollow(Stage from) {
        return from == stage ? !from.isOver() : from.mayBecome(stage);
    }
}
