package tallystick.node.attest;

import java.time.Instant;
import java.util.List;
import tallystick.core.attestation.AttestedKey;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.Participant;
import tallystick.core.governance.Roster;
import tallystick.core.wire.CeremonyOrder;
import tallystick.mpc.ceremony.CeremonyKind;
import tallystick.mpc.ceremony.EpochCandidate;

/// A ceremony that came to a result here, and waits for everybody's word.
///
/// @param candidate what came out
/// @param names of the participants, by their numbers in the run; all of them in the roster
/// @param order on which it was held
/// @param began when this node found the order good
public record Held(
        CeremonyKind kind, EpochCandidate candidate, List<String> names, CeremonyOrder order, Instant began) {
    /// Copies.
    public Held {
        names = List.copyOf(names);
    }

    /// The same facts as at every other participant.
    ///
    /// @throws IllegalArgumentException if a participant is not in the roster: the caller's fault
    CeremonyFacts facts(Roster roster) {
        var about = candidate.about();
        var key = candidate.key();
        return new CeremonyFacts(
                CeremonyFacts.Kind.ofCode(kind.code()),
                new AttestedKey(
                        key.id(),
                        key.scheme().code(),
                        key.point().encode(),
                        key.hash(),
                        key.epoch(),
                        about.attempt(),
                        key.tree().toString()),
                names.stream().map(name -> participant(roster, name)).toList(),
                new CeremonyFacts.Ordered(order.id(), order.operator(), roster.version(), roster.statement()),
                about.session().value(),
                candidate.transcript());
    }

    private static Participant participant(Roster roster, String name) {
        return roster.named(name)
                .map(member -> new Participant(name, member.identity()))
                .orElseThrow(() -> new IllegalArgumentException("participant %s not in the roster".formatted(name)));
    }
}
