package tallystick.tools.judge;

import java.util.List;
import java.util.Optional;
import tallystick.core.court.Ruling;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.matter.Matter;

/// What became of a recorded object.
sealed interface Judged {
    /// What it calls itself.
    String id();

    /// It was judged.
    ///
    /// @param expected what its record says should come of it
    /// @param reasons the controls that fired, each once, in the order they did
    /// @param sentences the same in words
    /// @param heard the judgement; empty if its bytes could not be read
    /// @param unread names at its top that mean nothing here
    record Done(
            String id,
            Verdict verdict,
            Optional<Verdict> expected,
            List<String> reasons,
            List<String> sentences,
            Optional<Heard> heard,
            List<String> unread)
            implements Judged {
        /// Copies.
        public Done {
            reasons = List.copyOf(reasons);
            sentences = List.copyOf(sentences);
            unread = List.copyOf(unread);
        }

        /// Whether it is as its record says it should be.
        boolean isAsExpected() {
            return expected.filter(each -> each != verdict).isEmpty();
        }
    }

    /// What was judged, by what was known, and how that went.
    record Heard(Matter matter, Circumstances circumstances, Ruling ruling) {}

    /// It is not of its form.
    ///
    /// @param why a lower-case phrase that names the place
    record Refused(String id, String why) implements Judged {}
}
