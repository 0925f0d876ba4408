package tallystick.core.tlog;

/// What a witness answers to a log that asks for a cosignature, decided from the one head it remembers of that log.
///
/// **Why** a witness that remembers the largest head it ever cosigned notices a log that shrank or that shows a
/// different past to somebody else.
///
/// @spec https://c2sp.org/tlog-witness#add-checkpoint C2SP tlog-witness (add-checkpoint)
public final class WitnessRule {
    private WitnessRule() {}

    /// An answer. The numbers of HTTP that the standard gives stand beside each.
    public sealed interface Answer {
        /// The checkpoint extends what is remembered: remember it durably, then cosign (200).
        record Cosign(TreeHead head) implements Answer {}

        /// The log is not one the witness knows (404).
        record UnknownOrigin() implements Answer {}

        /// No good signature of the log under it (403).
        record BadSignature() implements Answer {}

        /// The old size is above the checkpoint's (400).
        record BadRequest() implements Answer {}

        /// The proof does not begin at what is remembered; the log may ask again from there (409).
        record Conflict(TreeHead remembered) implements Answer {}

        /// Signed by the log, and smaller than what the log had signed before: it lost entries (409).
        record RolledBack(TreeHead remembered, TreeHead shown) implements Answer {}

        /// Signed by the log, and of another past than what the log had signed before (409 or 422).
        record Forked(TreeHead remembered, TreeHead shown) implements Answer {}
    }

    /// Decides.
    ///
    /// @param remembered the largest head ever cosigned for this log; [TreeHead#EMPTY] if none
    /// @param log the log's key, whose name is its origin
    public static Answer judge(TreeHead remembered, NoteKey log, AddCheckpoint asked) {
        var checkpoint = asked.checkpoint();
        var shown = checkpoint.head();
        if (!checkpoint.checkpoint().origin().equals(log.name())) return new Answer.UnknownOrigin();
        if (!checkpoint.isOf(log)) return new Answer.BadSignature();
        if (asked.proof().oldSize() > shown.size()) return new Answer.BadRequest();
        if (shown.size() < remembered.size()) return new Answer.RolledBack(remembered, shown);
        if (shown.size() == remembered.size())
            return shown.equals(remembered) ? new Answer.Cosign(shown) : new Answer.Forked(remembered, shown);
        if (asked.proof().oldSize() != remembered.size()) return new Answer.Conflict(remembered);
        return asked.proof().proves(remembered, shown)
                ? new Answer.Cosign(shown)
                : new Answer.Forked(remembered, shown);
    }
}
