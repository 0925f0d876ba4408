package tallystick.node.evidence;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.SignedRoster;
import tallystick.core.pack.Countersignatures;
import tallystick.core.pack.PackManifest;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.TiledLog;
import tallystick.core.wire.CountersignReply;
import tallystick.crypto.hash.StandardHash;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.AuditLog;
import tallystick.wire.MemberIdentity;

/// Signs manifests of evidence packs, each after it was held against this node's own log: that its checkpoint and range
/// are what the log says, and that no other log in it is another than this node cosigned.
///
/// **Threads** any; one manifest at a time, since each has the whole log read.
public final class Countersigning {
    private static final Logger LOG = Logger.getLogger(Countersigning.class.getName());
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final MemberIdentity identity;
    private final Supplier<SignedRoster> rosters;
    private final Supplier<TiledLog> tiles;
    private final AuditLog log;
    private final InstantSource clock;

    /// @param rosters what this node follows
    /// @param tiles what its log holds by now
    /// @param log where it is written that evidence was taken
    public Countersigning(
            MemberIdentity identity,
            Supplier<SignedRoster> rosters,
            Supplier<TiledLog> tiles,
            AuditLog log,
            InstantSource clock) {
        this.identity = identity;
        this.rosters = rosters;
        this.tiles = tiles;
        this.log = log;
        this.clock = clock;
    }

    /// Signs, or says why not. That it was asked to is on disk before the signature leaves.
    ///
    /// @param operator name of who asked
    /// @spec docs/spec/evidence-pack.md#EP-21 evidence-pack
    public synchronized CountersignReply follow(String operator, PackManifest manifest) {
        try {
            var why = whyNot(manifest);
            if (why.isPresent()) return new CountersignReply.Refused(why.get());
            var hash = StandardHash.sha256(manifest.encode());
            log.append(
                    new AuditEvent.PackCountersigned(hash, operator, manifest.from(), manifest.to(), manifest.scope()));
            return new CountersignReply.Countersigned(
                    identity.key().sign(Countersignatures.statement(hash, identity.name())));
        } catch (TiledLog.Damaged | UncheckedIOException | StoreUnavailable e) {
            LOG.log(Level.SEVERE, "the log could not be read or written for an evidence pack", e);
            return new CountersignReply.Refused(
                    "this node's log cannot be read or written: its operator must look at it");
        }
    }

    private Optional<String> whyNot(PackManifest manifest) {
        var roster = rosters.get();
        var listed = Optional.ofNullable(manifest.byName().get(PackManifest.ROSTER));
        if (listed.filter(file -> file.sha256().equals(StandardHash.sha256(roster.encode())))
                .isEmpty())
            return Optional.of("the pack does not go by roster version %d, which this node follows"
                    .formatted(roster.roster().version()));
        if (manifest.to().minus(SLACK).isAfter(clock.instant()))
            return Optional.of("the pack is of a time that has not come");
        var own = manifest.logs().stream()
                .filter(each -> each.node().equals(identity.name()))
                .findFirst();
        return own.isEmpty()
                ? Optional.of("the pack does not have this node's log")
                : whyNot(manifest, own.get(), tiles.get());
    }

    private static Optional<String> whyNot(PackManifest manifest, PackManifest.Log own, TiledLog log) {
        if (own.head().size() > log.size())
            return Optional.of("the pack has %d entries of this node's log, and there are %d"
                    .formatted(own.head().size(), log.size()));
        if (!MerkleTree.root(log, own.head().size()).equals(own.head().root()))
            return Optional.of("the first %d entries of this node's log are others than the pack's"
                    .formatted(own.head().size()));
        return new OwnLog(manifest, own).whyNot(log);
    }
}
