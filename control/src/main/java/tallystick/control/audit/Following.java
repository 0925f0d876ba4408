package tallystick.control.audit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tallystick.control.access.Workspaces;
import tallystick.control.answer.Problem;
import tallystick.control.events.Events;
import tallystick.control.relay.Governed;
import tallystick.control.store.Store;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.wire.LogQuery;
import tallystick.crypto.hash.Digest32;

/// Makes events of what nodes write down about freezes, changes of documents, ceremonies and shares, so that
/// screens and programs hear of it at once, though somebody else than control brought it to the nodes.
///
/// **Why** by the logs: they alone tell what was done without control, and each entry once. An event is a hint to look,
/// nothing is verified for it. Of several replicas the one that moves the kept size tells the entries in between, and
/// keeps the steps of ceremonies among them. What was in a log before it was followed, or is skipped, is looked through
/// for such steps as well, page by page back to the log's beginning, and makes no event.
///
/// **Threads** one of its own for each node of the roster, with one question under way at most: a node that is slow or
/// gone does not delay what the others tell.
@Component
final class Following implements SmartLifecycle {
    private static final Logger LOG = Logger.getLogger(Following.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(200);
    /// Of each node in one round: a busy log is followed later, and does not keep nodes from their work.
    private static final int PAGES_MAX = 2;
    /// What is further behind is not told any more.
    private static final long BEHIND_MAX = 4096;

    /// Of what a node wrote before: no more in a round than it is asked in any.
    private static final int LOOKED_BACK = LogQuery.COUNT_MAX;

    private final Source logs;
    private final Ceremonies ceremonies;
    private final Events events;
    private final Store store;
    private final Workspaces workspaces;
    private final Governed governed;
    private final Map<String, Long> told = new ConcurrentHashMap<>();
    private final Set<String> whole = ConcurrentHashMap.newKeySet();
    private volatile boolean isRunning;
    private List<Thread> following = List.of();

    /// Where entries come from.
    interface Source {
        /// Whose logs there are.
        List<String> nodes();

        /// The newest of one node before an index of its log; none if it does not answer.
        List<Logs.Told> newest(String node, long before, int count);
    }

    /// How far a log is followed.
    ///
    /// @param size up to which it was told of
    /// @param lookedFrom from which on it was looked through for ceremonies
    private record Kept(long size, long lookedFrom) {}

    Following(
            Source logs, Ceremonies ceremonies, Events events, Store store, Workspaces workspaces, Governed governed) {
        this.logs = logs;
        this.ceremonies = ceremonies;
        this.events = events;
        this.store = store;
        this.workspaces = workspaces;
        this.governed = governed;
    }

    @Override
    public void start() {
        isRunning = true;
        following = logs.nodes().stream()
                .map(node -> Thread.ofVirtual().name("following " + node).start(() -> follow(node)))
                .toList();
    }

    private void follow(String node) {
        try {
            while (isRunning) {
                round(node);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// One look at a node's log. What fails leaves all as it was, for the next.
    void round(String node) {
        try {
            for (var newest : logs.newest(node, Long.MAX_VALUE, 1)) catchUp(newest);
        } catch (DataAccessException | TransactionException | Problem unanswered) {
            if (isRunning)
                LOG.log(Level.WARNING, "the log of {0} is not followed for now: {1}", new Object[] {
                    node, unanswered.getMessage()
                });
        }
    }

    private void catchUp(Logs.Told newest) {
        var name = newest.proof().checkpoint().checkpoint().origin();
        var size = size(newest);
        if (told.getOrDefault(name, -1L) == size && whole.contains(name)) return;
        var kept = kept(name, size);
        if (size < kept.size()) {
            shortened(newest.node(), name, kept.size());
            return;
        }
        var from = kept.size();
        for (var i = 0; i < PAGES_MAX && from < size; i++) {
            var begin = Math.max(from, size - BEHIND_MAX);
            var end = Math.min(size, begin + LogQuery.COUNT_MAX);
            var some = between(newest.node(), begin, end);
            if (some.stream().anyMatch(Following::isOfDocuments)) lookAgain();
            if (some.isEmpty() || !tell(name, new Part(from, begin, end), some)) break;
            from = end;
        }
        told.put(name, from);
        if (from == size) lookBack(newest.node(), name);
    }

    private static long size(Logs.Told newest) {
        return newest.proof().checkpoint().head().size();
    }

    /// A log does not become shorter; one that does is of a node that was made anew, or lies, and is followed from its
    /// end on. Another replica may have told of it further than was just asked, so the node is asked once more.
    private void shortened(String node, String name, long kept) {
        for (var newest : logs.newest(node, Long.MAX_VALUE, 1)) {
            var size = size(newest);
            if (size >= kept) continue;
            var isOurs = store.sql("update followed_logs set size = ?, looked_from = ? where log = ? and size = ?")
                            .params(size, size, name, kept)
                            .update()
                    == 1;
            whole.remove(name);
            if (isOurs)
                LOG.log(Level.WARNING, "the log {0} had {1} entries and has {2}", new Object[] {name, kept, size});
        }
    }

    private void lookBack(String node, String name) {
        var from = kept(name, 0).lookedFrom();
        if (from == 0) {
            whole.add(name);
            return;
        }
        whole.remove(name);
        var begin = Math.max(0, from - LOOKED_BACK);
        var some = between(node, begin, from);
        if (some.isEmpty()) return;
        var _ = store.atomically(() -> {
            var isOurs = store.sql("update followed_logs set looked_from = ? where log = ? and looked_from = ?")
                            .params(begin, name, from)
                            .update()
                    == 1;
            if (isOurs) ceremonies.keep(some);
            return isOurs;
        });
    }

    private static boolean isOfDocuments(Logs.Told entry) {
        return entry.entry().map(AuditEntry::event).orElse(null) instanceof AuditEvent.VersionActivated;
    }

    /// Who hears of a version asks for it at once, and is not to be given the one before.
    private void lookAgain() {
        try {
            var _ = governed.ask();
        } catch (Problem unanswered) {
            LOG.log(Level.INFO, "documents in force: {0}", unanswered.detail());
        }
    }

    /// A log that was never followed is so from now on: of what was before there is no news.
    private Kept kept(String name, long size) {
        store.sql("insert into followed_logs (log, size, looked_from) values (?, ?, ?) on conflict do nothing")
                .params(name, size, size)
                .update();
        return store.sql("select size, looked_from from followed_logs where log = ?")
                .params(name)
                .query((row, _) -> new Kept(row.getLong("size"), row.getLong("looked_from")))
                .single();
    }

    /// In the order in which they were written; none if the node does not give all of them.
    private List<Logs.Told> between(String node, long begin, long end) {
        var count = (int) (end - begin);
        var some = new ArrayList<>(logs.newest(node, end, count));
        some.sort(Comparator.comparingLong(each -> each.proof().proof().index()));
        return some.size() == count ? some : List.of();
    }

    /// Of a log, that is told next.
    ///
    /// @param from up to which it was told of
    /// @param begin where it goes on; what is skipped is looked through later
    private record Part(long from, long begin, long end) {}

    private boolean tell(String name, Part part, List<Logs.Told> some) {
        return store.atomically(() -> {
            var isOurs = store.sql("""
                update followed_logs
                set size = ?, looked_from = case when size < ? then ? else looked_from end
                where log = ? and size = ?\
                """)
                            .params(part.end(), part.begin(), part.begin(), name, part.from())
                            .update()
                    == 1;
            if (isOurs) {
                ceremonies.keep(some);
                some.forEach(this::append);
            }
            return isOurs;
        });
    }

    private void append(Logs.Told entry) {
        var event = entry.entry().map(AuditEntry::event);
        var kind = event.flatMap(Following::kind);
        if (kind.isEmpty()) return;
        var data = events.data()
                .put("node", entry.node())
                .put("index", entry.proof().proof().index())
                .put("entry", event.get().getClass().getSimpleName())
                .put("at", entry.at().toString());
        about(event.get()).ifPresent(hash -> data.put("of", hash.toString()));
        var leaf = ByteBuffer.wrap(MerkleTree.leaf(entry.leaf()).bytes().toArray());
        events.append(workspaces.main(), kind.get(), new UUID(leaf.getLong(), leaf.getLong()), data);
    }

    /// What an event of it is called; empty of an entry that none is made of. What becomes of a withdrawal has events
    /// of its own.
    static Optional<String> kind(AuditEvent entry) {
        return switch (entry) {
            case AuditEvent.Frozen _ -> Optional.of("freeze.begun");
            case AuditEvent.Unfrozen _ -> Optional.of("freeze.ended");
            case AuditEvent.ChangeSeen _ -> Optional.of("proposal.seen");
            case AuditEvent.AnswerHeard _ -> Optional.of("proposal.answered");
            case AuditEvent.ChangeEnded _ -> Optional.of("proposal.ended");
            case AuditEvent.VersionPledged _ -> Optional.of("proposal.pledged");
            case AuditEvent.VersionActivated _ -> Optional.of("proposal.active");
            case AuditEvent.RefreshBegun _ -> Optional.of("ceremony.begun");
            case AuditEvent.CeremonyPrepared _ -> Optional.of("ceremony.prepared");
            case AuditEvent.CeremonyActivated _ -> Optional.of("ceremony.active");
            case AuditEvent.CeremonyAttested _ -> Optional.of("ceremony.attested");
            case AuditEvent.ShareRestored _ -> Optional.of("node.restored");
            case AuditEvent.ShareQuarantined _, AuditEvent.SetQuarantined _ -> Optional.of("node.quarantined");
            case AuditEvent.QuarantineLifted _ -> Optional.of("node.admitted");
            default -> Optional.empty();
        };
    }

    /// The change, document or key that it is about.
    private static Optional<Digest32> about(AuditEvent entry) {
        return switch (entry) {
            case AuditEvent.ChangeSeen seen -> Optional.of(seen.change());
            case AuditEvent.AnswerHeard heard -> Optional.of(heard.subject());
            case AuditEvent.ChangeEnded ended -> Optional.of(ended.change());
            case AuditEvent.VersionPledged pledged -> Optional.of(pledged.document());
            case AuditEvent.VersionActivated activated -> Optional.of(activated.document());
            case AuditEvent.RefreshBegun begun -> Optional.of(begun.keyId());
            case AuditEvent.CeremonyPrepared prepared -> Optional.of(prepared.keyId());
            case AuditEvent.CeremonyActivated activated -> Optional.of(activated.keyId());
            case AuditEvent.CeremonyAttested attested -> Optional.of(attested.keyId());
            case AuditEvent.ShareRestored restored -> Optional.of(restored.keyId());
            case AuditEvent.SetQuarantined quarantined -> Optional.of(quarantined.keyId());
            default -> Optional.empty();
        };
    }

    @Override
    public void stop() {
        isRunning = false;
        try {
            var end = System.nanoTime() + PAUSE.multipliedBy(15).toNanos();
            for (var each : following) {
                var left = Duration.ofNanos(end - System.nanoTime());
                if (left.isPositive()) each.join(left);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
