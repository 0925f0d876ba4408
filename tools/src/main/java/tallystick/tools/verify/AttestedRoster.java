package tallystick.tools.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.attestation.Participant;
import tallystick.crypto.seal.VerifyKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// The participants of one ceremony by their numbers in its run.
///
/// @param participants in that order, from 1
record AttestedRoster(List<Participant> participants) implements Roster {
    /// Copies.
    AttestedRoster {
        participants = List.copyOf(participants);
    }

    @Override
    public Optional<VerifyKey> keyOf(PartyId party) {
        return party.value() <= participants.size()
                ? Optional.of(participants.get(party.value() - 1).identity())
                : Optional.empty();
    }

    @Override
    public List<PartyId> parties() {
        var parties = new ArrayList<PartyId>();
        for (var i = 1; i <= participants.size(); i++) parties.add(new PartyId(i));
        return List.copyOf(parties);
    }
}
