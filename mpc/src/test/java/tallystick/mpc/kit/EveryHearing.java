package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Every order in which one party can hear the messages of an honest run.
///
/// **Why** what the others say does not hang on when one hears it, so one party that hears an honest run in every order
/// there can be stands for all of them, and three parties that each hear any of these orders at once make no other
/// cases. A message may be there as soon as its sender has what it waits for: all that this party says to it in earlier
/// rounds. So one that speaks in every round hears at most one round ahead.
///
/// @param <O> what the protocol produces
public final class EveryHearing<O> {
    /// What the hearing party says to one of the others in a round.
    private record Word(PartyId to, int round) {
        boolean awaitedBefore(Parcel parcel) {
            return to.equals(parcel.from()) && round < parcel.round();
        }
    }

    private final Set<Word> words = new HashSet<>();
    private final List<Parcel> heard = new ArrayList<>();
    private final int lastFree;

    /// @param sent all that was said in an honest run
    /// @param hearing who hears it in every order
    /// @param lastFree messages of rounds after this one come in order, the rounds of an echo counted
    public EveryHearing(List<Parcel> sent, PartyId hearing, int lastFree) {
        this.lastFree = lastFree;
        for (var parcel : sent) {
            if (parcel.from().equals(hearing)) words.add(new Word(parcel.to(), parcel.round()));
            if (parcel.to().equals(hearing)) heard.add(parcel);
        }
    }

    /// @param fresh a run of the hearing party with the same chance as in the honest run
    /// @param check of what came of one order, which it closes
    /// @return how many orders there are
    public int each(Supplier<Run<O>> fresh, Consumer<O> check) {
        var choices = new Choices();
        var orders = 0;
        while (choices.another()) {
            try (var run = fresh.get()) {
                hear(run, choices);
                check.accept(run.outcome().orElseThrow().orThrow());
                orders++;
            }
        }
        return orders;
    }

    /// Hands over everything in the order of these choices.
    private void hear(Run<O> run, Choices choices) {
        var unsaid = new HashSet<>(words);
        for (var said : run.start()) unsaid.remove(new Word(said.to(), said.round()));
        var left = new ArrayList<>(heard);
        while (!left.isEmpty()) {
            var possible = left.stream()
                    .filter(parcel -> parcel.round() <= lastFree)
                    .filter(parcel -> unsaid.stream().noneMatch(word -> word.awaitedBefore(parcel)))
                    .toList();
            if (possible.isEmpty()) possible = List.of(left.getFirst());
            var next = possible.get(choices.pick(possible.size()));
            left.remove(next);
            for (var said : run.receive(next.from(), next.broadcast(), next.message()))
                unsaid.remove(new Word(said.to(), said.round()));
        }
    }
}
