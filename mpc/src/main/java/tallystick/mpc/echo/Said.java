package tallystick.mpc.echo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.session.Blame;

/// The verified signed broadcasts of a run so far, kept as evidence.
///
/// @param broadcasts in order of round and sender
record Said(List<SignedBroadcast> broadcasts) {
    static final Said NOTHING = new Said(List.of());

    Said {
        broadcasts = List.copyOf(broadcasts);
    }

    Said and(Collection<SignedBroadcast> more) {
        var all = new ArrayList<>(broadcasts);
        all.addAll(more);
        return new Said(all);
    }

    /// The same blame with everything its culprits broadcast.
    Blame prove(Blame blame) {
        var evidence = new ArrayList<Bytes>(blame.evidence());
        broadcasts.stream()
                .filter(each -> blame.culprits().contains(each.statement().sender()))
                .map(SignedBroadcast::encode)
                .forEach(evidence::add);
        return new Blame(blame.culprits(), blame.fault(), blame.detail(), evidence);
    }
}
