package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tallystick.mpc.session.PartyId;

/// Every order of arrival that makes a difference.
///
/// **Why** deliveries to different parties commute, so two interleavings in which each party hears the same
/// sequence are the same run. Enumerating one sequence for each party, and leaving out those in which a message
/// would come before it was sent, covers all interleavings without repeating any.
public final class EveryOrder {
    private record Name(PartyId from, boolean broadcast, int round) {
        static Name of(Parcel parcel) {
            return new Name(parcel.from(), parcel.broadcast(), parcel.round());
        }
    }

    private static final class NotYetSent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotYetSent() {
            super("an order in which a message would come before it was sent", null, false, false);
        }
    }

    private EveryOrder() {}

    /// Runs `check` on a fresh network under every order; the order is already set.
    ///
    /// @return how many orders there were
    public static <O> int of(Supplier<Network<O>> fresh, Consumer<Network<O>> check) {
        var trial = fresh.get();
        trial.run();
        var heard = new TreeMap<PartyId, List<Name>>();
        for (var parcel : trial.sent())
            heard.computeIfAbsent(parcel.to(), _ -> new ArrayList<>()).add(Name.of(parcel));

        var choices = new Choices();
        var orders = 0;
        while (choices.another()) {
            var sequences = new HashMap<PartyId, List<Name>>();
            heard.forEach((party, names) -> sequences.put(party, permuted(names, choices)));
            try {
                check.accept(fresh.get().order(following(sequences)));
                orders++;
            } catch (NotYetSent impossible) {
                // this choice of sequences is no order at all
            }
        }
        return orders;
    }

    private static List<Name> permuted(List<Name> names, Choices choices) {
        var left = new ArrayList<>(names);
        var permuted = new ArrayList<Name>();
        while (!left.isEmpty()) permuted.add(left.remove(choices.pick(left.size())));
        return permuted;
    }

    private static Order following(Map<PartyId, List<Name>> sequences) {
        return inFlight -> {
            for (var i = 0; i < inFlight.size(); i++) {
                var sequence = sequences.get(inFlight.get(i).to());
                if (sequence.getFirst().equals(Name.of(inFlight.get(i)))) {
                    sequence.removeFirst();
                    return i;
                }
            }
            throw new NotYetSent();
        };
    }
}
