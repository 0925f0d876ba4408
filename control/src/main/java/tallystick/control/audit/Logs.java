package tallystick.control.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.relay.Nodes;
import tallystick.control.store.Unheld;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.PersonalTexts;
import tallystick.core.tlog.LogProof;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Veil;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Nodes' own logs, as nodes tell them. Control carries entries and their proofs, and keeps none: whoever reads them
/// verifies them.
@Component
class Logs implements Following.Source {
    /// How far back is looked for something: what is older, `tallystick log` finds.
    private static final int PAGES_MAX = 8;

    private final Nodes nodes;

    Logs(Nodes nodes) {
        this.nodes = nodes;
    }

    /// An entry and its proof.
    ///
    /// @param entry with the texts behind its veils; empty of a kind that a newer node wrote and that is not known
    /// here: it is
    ///     told all the same
    /// @param leaf as it stands in the log
    record Told(String node, Optional<AuditEntry> entry, Bytes leaf, LogProof proof) {
        /// By the node's clock; of bytes that do not say it, long ago.
        Instant at() {
            return entry.map(AuditEntry::at).orElseGet(() -> EntryWords.moment(leaf));
        }
    }

    @Override
    public List<String> nodes() {
        return nodes.names();
    }

    @Override
    public List<Told> newest(String node, long before, int count) {
        return newest(Optional.of(node), before, count);
    }

    /// The newest of every node, or of one, before an index of its log.
    List<Told> newest(Optional<String> node, long before, int count) {
        return sorted(ask(node, new LogQuery(before, count)));
    }

    /// Those of the last few hundred of every node that are of some kind. Nodes are asked beside each other, each for
    /// one page after the other.
    ///
    /// @param wanted asked on several threads
    List<Told> search(Predicate<Told> wanted) {
        Unheld.beforeAsking("a node");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.invokeAll(nodes.names().stream()
                    .<Callable<List<Told>>>map(name -> () -> search(name, wanted))
                    .toList());
            var found = new ArrayList<Told>();
            for (Future<List<Told>> each : running) found.addAll(each.get());
            return sorted(found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem problem) throw problem;
            throw new AssertionError("a search of a log failed in an unknown way", e);
        }
    }

    private List<Told> search(String node, Predicate<Told> wanted) {
        var found = new ArrayList<Told>();
        var before = Long.MAX_VALUE;
        for (var i = 0; i < PAGES_MAX && before > 0; i++) {
            var some = ask(Optional.of(node), new LogQuery(before, LogQuery.COUNT_MAX));
            some.stream().filter(wanted).forEach(found::add);
            before = some.isEmpty() ? 0 : some.getLast().proof().proof().index();
        }
        return found;
    }

    private static Problem stopping() {
        return Problem.of(Code.UNREACHABLE, "control is stopping");
    }

    private static List<Told> sorted(List<Told> all) {
        return all.stream().sorted(Comparator.comparing(Told::at).reversed()).toList();
    }

    /// Who does not answer, tells nothing.
    private List<Told> ask(Optional<String> node, LogQuery query) {
        try {
            var all = new ArrayList<Told>();
            for (var heard : nodes.logs(node, query)) {
                var page = heard.status().orElseGet(() -> new LogPage(List.of(), List.of()));
                for (var proof : page.proofs())
                    told(heard.node(), proof, page.openings()).ifPresent(all::add);
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    /// With its veils lifted, as far as what lifts them was not erased. Nothing of it is kept.
    static Optional<Told> told(String node, LogProof proof, List<Opening> openings) {
        return proof.extra().map(leaf -> new Told(node, read(leaf).map(entry -> lifted(entry, openings)), leaf, proof));
    }

    private static Optional<AuditEntry> read(Bytes leaf) {
        return AuditEntry.parse(leaf) instanceof Parsed.Ok<AuditEntry>(var entry)
                ? Optional.of(entry)
                : Optional.empty();
    }

    private static AuditEntry lifted(AuditEntry entry, List<Opening> openings) {
        return new AuditEntry(
                entry.at(),
                PersonalTexts.replaced(
                        entry.event(),
                        text -> Veil.lifted(
                                text,
                                veil -> openings.stream()
                                        .filter(opening -> opening.veil().equals(veil) && opening.opens())
                                        .map(Opening::text)
                                        .findFirst())));
    }
}
