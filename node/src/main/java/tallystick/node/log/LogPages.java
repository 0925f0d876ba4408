package tallystick.node.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.PersonalTexts;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Veil;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Entries of the log for those who may read it, each with its proof up to the newest checkpoint that is published.
///
/// **Threads** any.
public final class LogPages {
    private static final int TRIES = 5;

    private final FileLog log;
    private final Function<Set<Veil>, List<Opening>> openings;

    /// Of this log.
    ///
    /// @param openings what opens veils, of what was not erased
    public LogPages(FileLog log, Function<Set<Veil>, List<Opening>> openings) {
        this.log = log;
        this.openings = openings;
    }

    /// The entries that are asked for, with what opens their veils; empty if the files cannot be read now.
    ///
    /// @spec docs/spec/node-wire.md#NW-43 node-wire
    public Optional<LogPage> page(LogQuery query) {
        // The newest tile may grow while it is read.
        for (var i = 0; i < TRIES; i++)
            try {
                return Optional.of(page(log.checkpoint(), query));
            } catch (TiledLog.Damaged grown) {
                Thread.onSpinWait();
            }
        return Optional.empty();
    }

    private LogPage page(SignedCheckpoint checkpoint, LogQuery query) {
        var size = checkpoint.head().size();
        var tiles = log.tiles(size);
        var proofs = new ArrayList<LogProof>();
        var bundle = List.<Bytes>of();
        var read = -1L;
        for (var i = Math.min(query.before(), size) - 1; i >= 0 && proofs.size() < query.count(); i--) {
            var holding = i / TilePath.WIDTH_MAX;
            if (holding != read) bundle = tiles.entries(holding);
            read = holding;
            var entry = bundle.get((int) (i % TilePath.WIDTH_MAX));
            proofs.add(new LogProof(Optional.of(entry), MerkleTree.include(tiles, i, size), checkpoint));
        }
        return new LogPage(proofs, openings.apply(veils(proofs)));
    }

    private static Set<Veil> veils(List<LogProof> proofs) {
        var veils = new HashSet<Veil>();
        for (var proof : proofs)
            if (AuditEntry.parse(proof.extra().orElseThrow()) instanceof Parsed.Ok<AuditEntry>(var entry))
                veils.addAll(PersonalTexts.veils(entry.event()));
        return veils;
    }
}
