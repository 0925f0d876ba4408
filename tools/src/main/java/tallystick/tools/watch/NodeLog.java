package tallystick.tools.watch;

import java.time.Instant;
import java.util.function.Consumer;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.NoteKey;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.crypto.codec.Parsed;

/// The receipts in one node's log, read from its end backwards and from there on as it grows. An entry that its proof
/// does not show to be in the log of that node counts as nothing.
///
/// **Threads** one.
public final class NodeLog {
    private final NoteKey key;
    private final Source source;
    private long newest = -1;
    private long oldest = Long.MAX_VALUE;
    private Instant reached = Instant.MAX;

    /// Where pages come from.
    @FunctionalInterface
    public interface Source {
        /// A page of the node's log.
        LogPage page(LogQuery query) throws Unread;
    }

    /// @param key under which the node signs its log
    public NodeLog(NoteKey key, Source source) {
        this.key = key;
        this.source = source;
    }

    /// Reads what is new since the last time; at the first time the newest page.
    public void readNew(Consumer<Receipt> found) throws Unread {
        var isFirst = newest < 0;
        var before = Long.MAX_VALUE;
        var last = newest;
        while (true) {
            var lowest = page(before, found);
            if (lowest.isNone()) break;
            last = Math.max(last, lowest.highest());
            if (isFirst || lowest.lowest() <= newest + 1) {
                if (isFirst) reach(lowest);
                break;
            }
            before = lowest.lowest();
        }
        newest = last;
    }

    /// Reads on backwards until what was written before `since`, or the log's beginning.
    public void readBack(Instant since, Consumer<Receipt> found) throws Unread {
        while (oldest > 0 && oldest < Long.MAX_VALUE && !reached.isBefore(since)) {
            var part = page(oldest, found);
            if (part.isNone()) return;
            reach(part);
        }
    }

    private void reach(Part part) {
        oldest = part.lowest();
        reached = part.at();
    }

    /// Which entries a page had.
    ///
    /// @param at when the lowest of them was written
    private record Part(long lowest, long highest, Instant at) {
        static final Part NONE = new Part(Long.MAX_VALUE, -1, Instant.MAX);

        boolean isNone() {
            return highest < 0;
        }

        Part with(long index, Instant written) {
            return new Part(Math.min(lowest, index), Math.max(highest, index), index < lowest ? written : at);
        }
    }

    private Part page(long before, Consumer<Receipt> found) throws Unread {
        var part = Part.NONE;
        for (var proof : source.page(new LogQuery(before, LogQuery.COUNT_MAX)).proofs()) {
            var entry = entry(proof);
            var index = proof.proof().index();
            if (index >= before) throw new Unread("entry %d among those before %d".formatted(index, before));
            part = part.with(index, entry.at());
            if (entry.event() instanceof AuditEvent.Signed(var receipt)) found.accept(receipt);
        }
        return part;
    }

    private AuditEntry entry(LogProof proof) throws Unread {
        var bytes = proof.extra().orElseThrow(() -> new Unread("a proof without its entry"));
        if (!proof.proves(bytes, key)) throw new Unread("an entry that is not in the log of " + key.name());
        if (AuditEntry.parse(bytes) instanceof Parsed.Ok<AuditEntry>(var entry)) return entry;
        throw new Unread("an entry that cannot be read: is this program older than the node?");
    }
}
