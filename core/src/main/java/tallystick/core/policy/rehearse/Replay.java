package tallystick.core.policy.rehearse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Matter;

/// What other policies would have made of matters that were decided before.
///
/// **Why** whoever signs a draft sees what it would have stopped, and what it would have let through.
///
/// **Form** pure: it judges and counts by values of its own, and reserves nothing anywhere.
///
/// @param changes matters that are decided otherwise, in the order they were given
/// @param matters how many were judged
public record Replay(List<Change> changes, int matters) {
    /// Copies.
    public Replay {
        changes = List.copyOf(changes);
    }

    /// A matter with all that was known when it was decided.
    ///
    /// @param circumstances as they were; what limits had counted is counted anew, see [#of]
    /// @param at the judge's clock
    public record Case(Matter matter, Circumstances circumstances, Instant at) {}

    /// What was decided, without what was asked for.
    public enum Was {
        /// No.
        DENIED,
        /// Not yet.
        PENDING,
        /// Yes.
        ALLOWED;

        /// Of a decision.
        public static Was of(Decision decision) {
            return switch (decision) {
                case Decision.Denied _ -> DENIED;
                case Decision.Pending _ -> PENDING;
                case Decision.Allowed _ -> ALLOWED;
            };
        }
    }

    /// A matter with what was made of it then.
    public record Recorded(Case known, Was was) {}

    /// A matter that is decided otherwise.
    public record Change(IntentId intent, Turn turn, Was before, Decision after) {}

    /// What becomes of it.
    public enum Turn {
        /// Pending or allowed before, denied now.
        NEWLY_DENIED,
        /// Denied before, pending now.
        NO_LONGER_DENIED,
        /// Denied or pending before, allowed now.
        NEWLY_ALLOWED,
        /// Allowed before, pending now.
        NEWLY_PENDING,
        /// Pending or allowed as before, and other things are asked for.
        OTHER_OBLIGATIONS
    }

    /// Judges by both, each with its own counts: what it allows is counted for what comes after, what it does not is
    /// not. Counts begin with what `begin` says.
    ///
    /// @param before all policies of the organisation as they were; each matter is judged by those of its places
    /// @param after the same with a draft among them
    /// @param cases in the order of their time
    /// @param begin what was counted before the first of them
    /// @spec docs/spec/policy.md#PO-18 policy
    public static Replay of(List<Level> before, List<Level> after, List<Case> cases, Counters begin) {
        var were = new Run(before, begin);
        var are = new Run(after, begin);
        var changes = new ArrayList<Change>();
        for (var each : cases) {
            var was = were.judge(each);
            var is = are.judge(each);
            if (!isSame(was, is)) changes.add(change(each, Was.of(was), is));
        }
        return new Replay(changes, cases.size());
    }

    /// Holds what was decided against what others would make of it, where nobody has the policies of then any more.
    /// What was asked for then is not known, so that other obligations are no change.
    ///
    /// @param after all policies of the organisation, a draft among them
    /// @param history in the order of its time
    /// @param begin what was counted before the first of it
    /// @spec docs/spec/policy.md#PO-18 policy
    public static Replay of(List<Level> after, List<Recorded> history, Counters begin) {
        var are = new Run(after, begin);
        var changes = new ArrayList<Change>();
        for (var each : history) {
            var is = are.judge(each.known());
            if (Was.of(is) != each.was()) changes.add(change(each.known(), each.was(), is));
        }
        return new Replay(changes, history.size());
    }

    private static Change change(Case known, Was was, Decision is) {
        return new Change(known.matter().asked().intent(), turn(was, Was.of(is)), was, is);
    }

    /// Judges one matter that nobody asked for, and reserves nothing.
    ///
    /// @param policies all of an organisation, of which those that hold the source are judged by
    /// @spec docs/spec/policy.md#PO-18 policy
    public static Judgement whatIf(List<Level> policies, Case thought) {
        var place = thought.matter().asked().source().place();
        return Judge.judge(thought.matter(), Level.covering(policies, place), thought.circumstances(), thought.at());
    }

    /// One line: `7 of 90 would change: 5 newly denied, 2 newly allowed`.
    public String summary() {
        var turns = Stream.of(Turn.values())
                .filter(turn -> count(turn) > 0)
                .map(turn ->
                        count(turn) + " " + turn.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return "%d of %d would change%s".formatted(changes.size(), matters, turns.isEmpty() ? "" : ": " + turns);
    }

    /// How many take a turn.
    public long count(Turn turn) {
        return changes.stream().filter(each -> each.turn() == turn).count();
    }

    /// One set of policies and what it has counted so far.
    private static final class Run {
        private final List<Level> levels;
        private Counters counters;

        Run(List<Level> levels, Counters begin) {
            this.levels = levels;
            counters = begin;
        }

        Decision judge(Case each) {
            var known = new Case(each.matter(), each.circumstances().with(counters), each.at());
            var judgement = whatIf(levels, known);
            if (judgement.decision().isAllowed()
                    && counters.reserve(
                                    each.matter().asked().intent(),
                                    each.matter().slot(),
                                    judgement.charges(),
                                    each.at())
                            instanceof Counters.Reservation.Made(var made))
                counters = made.commit(each.matter().asked().intent());
            return judgement.decision();
        }
    }

    private static boolean isSame(Decision was, Decision is) {
        if (was.getClass() != is.getClass()) return false;
        return was instanceof Decision.Denied || isSame(obligations(was), obligations(is));
    }

    private static boolean isSame(Obligations one, Obligations other) {
        return one.isWithin(other) && other.isWithin(one);
    }

    private static Obligations obligations(Decision decision) {
        return switch (decision) {
            case Decision.Pending(var obligations, var _) -> obligations;
            case Decision.Allowed(var obligations) -> obligations;
            case Decision.Denied _ -> throw new AssertionError("a denial asks for nothing");
        };
    }

    private static Turn turn(Was was, Was is) {
        return switch (is) {
            case DENIED -> Turn.NEWLY_DENIED;
            case ALLOWED -> was == Was.ALLOWED ? Turn.OTHER_OBLIGATIONS : Turn.NEWLY_ALLOWED;
            case PENDING ->
                switch (was) {
                    case DENIED -> Turn.NO_LONGER_DENIED;
                    case ALLOWED -> Turn.NEWLY_PENDING;
                    case PENDING -> Turn.OTHER_OBLIGATIONS;
                };
        };
    }
}
