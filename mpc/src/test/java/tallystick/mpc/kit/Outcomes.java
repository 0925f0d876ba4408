package tallystick.mpc.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// What tests say about how runs ended.
public final class Outcomes {
    private Outcomes() {}

    /// Every one of `honest` stopped with exactly this fault and these culprits, ascending.
    public static <O> void assertBlamed(
            Map<PartyId, Run.Outcome<O>> outcomes, Collection<PartyId> honest, Fault fault, PartyId... culprits) {
        assertThat(honest).as("honest parties").isNotEmpty();
        for (var party : honest) {
            var blame = blameOf(outcomes, party);
            assertThat(blame.fault())
                    .as("fault as seen by %s: %s", party, blame.detail())
                    .isEqualTo(fault);
            assertThat(blame.culprits())
                    .as("culprits as seen by %s: %s", party, blame.detail())
                    .containsExactly(culprits);
        }
    }

    /// Everybody finished; what they produced.
    public static <O> SortedMap<PartyId, O> assertFinished(Map<PartyId, Run.Outcome<O>> outcomes) {
        return assertFinished(outcomes, outcomes.keySet());
    }

    /// All of `who` finished; what they produced.
    public static <O> SortedMap<PartyId, O> assertFinished(
            Map<PartyId, Run.Outcome<O>> outcomes, Collection<PartyId> who) {
        var outputs = new TreeMap<PartyId, O>();
        for (var party : who) {
            switch (outcomes.get(party)) {
                case Run.Outcome.Finished<O>(var output) -> outputs.put(party, output);
                case Run.Outcome.Stopped<O>(var blame) ->
                    throw new AssertionError("%s stopped: %s".formatted(party, blame));
            }
        }
        assertThat(outputs).hasSize(who.size()).isNotEmpty();
        return outputs;
    }

    /// Why `party` stopped.
    public static <O> Blame blameOf(Map<PartyId, Run.Outcome<O>> outcomes, PartyId party) {
        return switch (outcomes.get(party)) {
            case Run.Outcome.Stopped<O>(var blame) -> blame;
            case Run.Outcome.Finished<O> _ -> throw new AssertionError("%s finished".formatted(party));
        };
    }

    /// Everybody but `cheaters`, ascending.
    public static List<PartyId> honest(Collection<PartyId> parties, PartyId... cheaters) {
        return parties.stream()
                .filter(party -> !List.of(cheaters).contains(party))
                .sorted()
                .toList();
    }
}
