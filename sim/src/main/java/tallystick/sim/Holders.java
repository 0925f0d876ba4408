package tallystick.sim;

import java.util.List;
import java.util.SortedMap;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;

/// How the parties of one scheme make keys and sign.
///
/// @param <O> what a ceremony leaves with each
interface Holders<O> {
    /// A ceremony of all its parties.
    Network<O> ceremony(TrialCeremony trial);

    /// The pending share in what a ceremony left.
    PendingShare share(O output);

    /// Destroys what a ceremony left and nobody activated.
    void discard(O output);

    /// Signs one message with these parties under this sky; throws [Broken] where no good signature comes out.
    void sign(SortedMap<PartyId, O> outputs, List<PartyId> set, Sky sky);
}
