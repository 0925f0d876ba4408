package tallystick.tools.verify;

import java.util.ArrayList;
import java.util.List;
import tallystick.core.attestation.Participant;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.Signature64;
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
    public boolean verifies(PartyId party, Digest32 statement, Bytes signature) {
        return party.value() <= participants.size()
                && signature.length() == Signature64.LENGTH_BYTES
                && participants.get(party.value() - 1).identity().verifies(statement, new Signature64(signature));
    }

    @Override
    public List<PartyId> parties() {
        var parties = new ArrayList<PartyId>();
        for (var i = 1; i <= participants.size(); i++) parties.add(new PartyId(i));
        return List.copyOf(parties);
    }
}
