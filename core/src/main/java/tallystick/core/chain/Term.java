package tallystick.core.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the bytes say of when, how often and in which order they count.
///
/// **Why** beside the effects and not among them: they move nothing, but whoever agrees without them does not know for
/// how long, nor instead of what. No clock and no chain is asked here, so every node says the same.
///
/// **Form** `docs/spec/clear-text.md`. Words are those of the chain's package, lower-case but for names; numbers are 0
/// or more and exact.
public sealed interface Term {
    /// It counts once and in its turn: after every smaller number of the same count, and instead of anything else that
    /// has its own.
    ///
    /// @param what is counted
    /// @param of whose things are counted
    /// @param at who keeps the count, where it is not the chain or the account itself
    /// @param key which of several counts of the account; empty if it has one
    /// @param number its own, from 0
    record Order(String what, Account of, Optional<Account> at, Optional<BigInteger> key, BigInteger number)
            implements Term {}

    /// It counts once, and in no order.
    ///
    /// @param what it is
    /// @param of who gives it
    /// @param at the contract that keeps the marks that were used; empty if none does, such as for a site's own
    /// @param mark by which it is known again: a number, bytes in hex with `0x`, or letters and digits
    record Once(String what, Account of, Optional<Account> at, String mark) implements Term {}

    /// It does not count before.
    ///
    /// @param field the name of the number in the bytes
    /// @param at who enforces it, where it is not the chain itself
    /// @param included whether it counts at that very moment
    record NotBefore(String field, Optional<Account> at, Moment moment, boolean included) implements Term {}

    /// It does not count afterwards.
    ///
    /// @param field the name of the number in the bytes
    /// @param at who enforces it, where it is not the chain itself
    /// @param moment empty if the number is 0 and that stands for no end
    /// @param included whether it counts at that very moment
    record NotAfter(String field, Optional<Account> at, Optional<Moment> moment, boolean included) implements Term {
        /// Whether that moment never comes.
        public boolean isEndless() {
            return moment.map(Moment::isNever).orElse(true);
        }
    }

    /// It counts only when what it spends has reached an age.
    ///
    /// @param inputs how many of its inputs ask for it
    /// @param amount blocks, or seconds
    /// @param inBlocks which of the two
    record Aged(int inputs, BigInteger amount, boolean inBlocks) implements Term {}

    /// It counts as long as somebody keeps a value.
    ///
    /// @param what the value is
    /// @param keeper the account that keeps it; empty if it is the chain itself
    /// @param value empty if it is filled in after people agreed
    record While(String what, Optional<Account> keeper, Optional<String> value) implements Term {}

    /// It says when it was made; nothing follows from that by itself.
    ///
    /// @param field the name of it in the bytes
    record Made(String field, Moment moment) implements Term {}

    /// It is said of some of the effects alone: of one of several things that are agreed to together.
    ///
    /// **Why** what one of them waits for and when another ends are no beginning and end of the whole.
    ///
    /// @param of which ones
    record Part(Span of, Term term) implements Term {
        @Override
        public Part after(int effects) {
            return new Part(new Span(of.first() + effects, of.last() + effects), term);
        }
    }

    /// Effects that stand one after the other.
    ///
    /// @param first the number of the first one, from 1
    /// @param last that of the last one
    record Span(int first, int last) {
        /// @throws IllegalArgumentException if it does not begin at 1 or later, or ends before: the caller's bug
        public Span {
            if (first < 1 || last < first) throw new IllegalArgumentException("span %d..%d".formatted(first, last));
        }
    }

    /// The same term where so many effects stand before those it was counted among.
    default Term after(int effects) {
        return this;
    }

    /// A point of a time.
    sealed interface Moment {
        /// Whether it never comes.
        default boolean isNever() {
            return false;
        }
    }

    /// A second.
    ///
    /// @param since1970 0 or more, of any length
    record Second(BigInteger since1970) implements Moment {
        /// Later seconds never come: the last one of the year 9999.
        private static final BigInteger LAST = BigInteger.valueOf(253_402_300_799L);

        /// As an instant; empty after the year 9999.
        public Optional<Instant> instant() {
            return isNever() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(since1970.longValueExact()));
        }

        @Override
        public boolean isNever() {
            return since1970.compareTo(LAST) > 0;
        }
    }

    /// A moment that was written out as date and time, to the nanosecond.
    record Written(Instant instant) implements Moment {
        @Override
        public boolean isNever() {
            return instant.getEpochSecond() > Second.LAST.longValueExact();
        }
    }

    /// A block.
    ///
    /// @param height 0 or more
    record Block(BigInteger height) implements Moment {}

    /// An end that a contract enforces, itself included.
    static NotAfter until(String field, Account at, BigInteger seconds) {
        return new NotAfter(field, Optional.of(at), Optional.of(new Second(seconds)), true);
    }

    /// The terms of each thing they are said of: those of the whole first, then those of each part.
    static List<List<Term>> apart(List<Term> terms) {
        var whole = new ArrayList<Term>();
        var parts = new LinkedHashMap<Span, List<Term>>();
        for (var term : terms) {
            if (term instanceof Part(var of, var said))
                parts.computeIfAbsent(of, _ -> new ArrayList<>()).add(said);
            else whole.add(term);
        }
        return Stream.concat(Stream.of(whole), parts.values().stream())
                .map(List::copyOf)
                .toList();
    }

    /// Whether some end of one thing comes before a beginning that the same contract enforces: then it never counts.
    ///
    /// @param terms of one thing, as [#apart] gives them
    static boolean neverCount(List<Term> terms) {
        return terms.stream()
                .filter(NotAfter.class::isInstance)
                .map(NotAfter.class::cast)
                .anyMatch(end -> isNothing(end)
                        || terms.stream()
                                .filter(NotBefore.class::isInstance)
                                .map(NotBefore.class::cast)
                                .anyMatch(begin -> isNothing(begin, end)));
    }

    private static boolean isNothing(NotAfter end) {
        return end.moment().equals(Optional.of(new Second(BigInteger.ZERO)));
    }

    private static boolean isNothing(NotBefore begin, NotAfter end) {
        if (!begin.at().equals(end.at())
                || !(begin.moment() instanceof Second(var first))
                || end.moment().isEmpty()
                || !(end.moment().get() instanceof Second(var last))) return false;
        // From which whole second on, and until which: an excluded end is the second before.
        var from = begin.included() ? first : first.add(BigInteger.ONE);
        var until = end.included() ? last : last.subtract(BigInteger.ONE);
        return from.compareTo(until) > 0;
    }
}
