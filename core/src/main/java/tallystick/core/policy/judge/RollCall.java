package tallystick.core.policy.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Rule;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;

/// What every rule of a policy answers to every leg of a matter, also where it had no part in the decision.
///
/// **Why** a judgement asks only the rules that can matter and notes only what decided; whoever wants to know why the
/// others said nothing asks them all, by the same criteria.
///
/// **Threads** pure: nothing is counted or reserved.
///
/// @param answers leg by leg, and of each leg in the order of the document
/// @param consulted everything that was asked of the circumstances, with its answer
public record RollCall(List<Answer> answers, NavigableMap<String, String> consulted) {
    /// Copies.
    public RollCall {
        answers = List.copyOf(answers);
        consulted = Collections.unmodifiableNavigableMap(new TreeMap<>(consulted));
    }

    /// What one rule answers to one leg.
    ///
    /// @param leg from 0
    /// @param met how many criteria were met before the first that is not
    /// @param criterion the first that is not met, or not answered, by its field; empty if all are met
    /// @param why a lower-case phrase, or the leg's own activity; empty if all are met
    public record Answer(Rule rule, int leg, How how, int met, String criterion, String why) {}

    /// What becomes of a rule.
    public enum How {
        /// All it asks is met.
        MATCHED,
        /// Something cannot be answered, and all the rest is met.
        ERRED,
        /// Something is not met.
        UNMET,
        /// It is about other activities.
        ELSEWHERE
    }

    /// Asks all rules of one place.
    /// @spec docs/spec/policy-review.md#PV-1 policy-review
    public static RollCall of(Matter matter, Level level, Circumstances circumstances, Instant now) {
        var consulted = new Consulted(circumstances);
        var asking = new Asking(level, new Scene(matter, level.policy(), consulted, now));
        var answers = new ArrayList<Answer>();
        for (var i = 0; i < matter.legs().size(); i++)
            for (var rule : level.rules())
                answers.add(answer(asking, rule, matter.legs().get(i), i, matter.isBatch()));
        return new RollCall(answers, new TreeMap<>(consulted.notes()));
    }

    private static Answer answer(Asking asking, ReadyRule ready, Leg leg, int index, boolean isBatch) {
        var rule = ready.rule();
        if (!Asking.isAbout(rule.activities(), leg, isBatch))
            return new Answer(rule, index, How.ELSEWHERE, 0, "activity", activity(leg, isBatch));
        return switch (asking.ask(ready, leg)) {
            case Ruling.Matches _ ->
                new Answer(rule, index, How.MATCHED, rule.criteria().size(), "", "");
            case Ruling.Errs(var criterion, var why) ->
                new Answer(rule, index, How.ERRED, rule.criteria().size(), criterion, why);
            case Ruling.Fails(var at, var criterion, var why) -> new Answer(rule, index, How.UNMET, at, criterion, why);
        };
    }

    private static String activity(Leg leg, boolean isBatch) {
        return leg.activity() == Activity.TRANSFER && isBatch
                ? "TRANSFER, one of a BATCH"
                : leg.activity().name();
    }
}
