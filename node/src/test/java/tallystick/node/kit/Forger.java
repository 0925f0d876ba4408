package tallystick.node.kit;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.SessionId;

/// Makes certificates of epochs that no ceremony made: points that fit each other and the key, behind which nobody
/// knows anything, signed by whoever lends a key.
public final class Forger {
    private final TrialFleet fleet;
    private final GroupKey known;

    /// @param known whose later epochs are forged
    public Forger(TrialFleet fleet, GroupKey known) {
        this.fleet = fleet;
        this.known = known;
    }

    /// A record of a later epoch.
    ///
    /// @param text a flat tree in which two are enough
    /// @param parties how many the certificate says there were
    /// @param signers whose keys sign as number 1, 2 and so on
    /// @param names what is said of whose numbers these are
    public KeyRecord record(int epoch, String text, int parties, List<String> signers, List<String> names) {
        var tree = QuorumTree.parse(text).orThrow();
        var step = known.group().scalar(5).timesGenerator();
        var points = new TreeMap<LeafId, Element>();
        Element point = known.point();
        for (var leaf : tree.leaves()) {
            point = point.plus(step);
            points.put(leaf.id(), point);
        }
        var key = new GroupKey(known.id(), known.scheme(), tree, epoch, known.point(), known.chainCode(), points);
        var transcript = Transcript.of("tallystick/test/v1/forged").digest();
        var result = Transcript.of("tallystick/ceremony/v1/result")
                .add("transcript", transcript)
                .add("key", key.encode())
                .digest();
        var about = new EpochAttempt(known.id(), epoch - 1, 1, new SessionId(transcript), parties, result);
        var prepared = signatures(EpochStatement.Kind.PREPARED, about, signers);
        var backups = new TreeMap<>(signatures(EpochStatement.Kind.BACKED_UP, about, signers));
        backups.keySet().retainAll(Coverage.mandatory(tree));
        return new KeyRecord(new Certificate(about, key, transcript, prepared, backups).encode(), names, 0);
    }

    private SortedMap<PartyId, Bytes> signatures(EpochStatement.Kind kind, EpochAttempt about, List<String> signers) {
        var signatures = new TreeMap<PartyId, Bytes>();
        for (var i = 1; i <= signers.size(); i++) {
            var party = new PartyId(i);
            var identity = PartyIdentity.of(fleet.identity(signers.get(i - 1)).key());
            signatures.put(party, identity.sign(EpochStatement.digest(kind, about, party)));
        }
        return signatures;
    }
}
