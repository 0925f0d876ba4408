package tallystick.control.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Unheld;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.hash.Digest32;

/// The documents that nodes have in force, as more than half of the roster's nodes say it.
///
/// **Why** a majority: while a new version comes into force a node may be behind, and one node alone could say
/// anything. What is read here opens screens and nothing else: each node judges by its own.
///
/// **Threads** any.
@Component
public final class Governed {
    private static final Logger LOG = Logger.getLogger(Governed.class.getName());
    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Nodes nodes;
    private final InstantSource clock;
    private final AtomicReference<Optional<View>> last = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Map<Digest32, Document> documents = new ConcurrentHashMap<>();

    Governed(Nodes nodes, InstantSource clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    /// What is in force.
    ///
    /// @param workspace hash of the genesis
    /// @param policy hash of the policy in force
    /// @param versions by kind
    /// @param at when nodes were asked
    public record View(Digest32 workspace, Digest32 policy, Map<DocumentKind, DocumentVersion> versions, Instant at) {
        /// Copies.
        public View {
            versions = Map.copyOf(versions);
        }
    }

    /// What was in force some seconds ago; nodes that do not answer leave it as it was for five minutes.
    ///
    /// @throws Problem if too few nodes say the same
    public View view() {
        Unheld.beforeAsking("what nodes have in force");
        var before = last.get();
        var now = clock.instant();
        if (before.isEmpty() || !now.isBefore(before.get().at().plus(KEPT))) return ask();
        if (!now.isBefore(before.get().at().plus(FRESH)) && asking.compareAndSet(false, true))
            Thread.ofVirtual().name("governed").start(this::askAgain);
        return before.get();
    }

    private void askAgain() {
        try {
            var _ = ask();
        } catch (Problem problem) {
            LOG.log(Level.WARNING, "documents in force: {0}", problem.detail());
        } finally {
            asking.set(false);
        }
    }

    /// What is in force now.
    ///
    /// @throws Problem if too few nodes say the same
    public View ask() {
        var at = clock.instant();
        var heard = standings();
        var answered = heard.stream().flatMap(each -> each.status().stream()).toList();
        if (2 * answered.size() <= heard.size())
            throw Problem.of(Code.UNREACHABLE, "%d of %d nodes answer".formatted(answered.size(), heard.size()));
        var workspace = most(answered, standing -> standing.workspace(), heard.size())
                .flatMap(Function.identity())
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "the nodes have no genesis in common"));
        var policy = most(answered, GovernanceStanding::policy, heard.size())
                .orElseThrow(() -> Problem.of(Code.UNREACHABLE, "nodes judge by different policies"));
        var versions = new EnumMap<DocumentKind, DocumentVersion>(DocumentKind.class);
        for (var kind : DocumentKind.values())
            most(answered, standing -> version(standing, kind), heard.size())
                    .flatMap(Function.identity())
                    .ifPresent(version -> versions.put(kind, version));
        var view = new View(workspace, policy, versions, at);
        last.set(Optional.of(view));
        return view;
    }

    /// What every node says.
    public List<Nodes.Heard<GovernanceStanding>> standings() {
        try {
            return nodes.standings();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Code.UNREACHABLE, "control is stopping");
        }
    }

    private static Optional<DocumentVersion> version(GovernanceStanding standing, DocumentKind kind) {
        return standing.inForce().stream().filter(each -> each.kind() == kind).findFirst();
    }

    private static <T> Optional<T> most(List<GovernanceStanding> all, Function<GovernanceStanding, T> part, int nodes) {
        return all.stream().collect(Collectors.groupingBy(part, Collectors.counting())).entrySet().stream()
                .filter(each -> 2 * each.getValue() > nodes)
                .max(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /// The version of a document that is in force, if there is one of its kind.
    public Optional<Document> document(DocumentKind kind) {
        return Optional.ofNullable(view().versions().get(kind)).map(this::document);
    }

    /// A version of a document. Whoever tells it is believed nothing: its hash is the one that was asked for.
    ///
    /// @throws Problem if no node has it
    public Document document(DocumentVersion version) {
        var troubles = new ArrayList<String>();
        return document(version.hash(), troubles)
                .orElseThrow(() -> Problem.of(
                        Code.UNREACHABLE,
                        troubles.isEmpty()
                                ? "no node has the document " + version.hash()
                                : String.join("; ", troubles)));
    }

    /// The versions before one, the latest first, as far as a node tells them: each names the one before it.
    ///
    /// @param most no more than these
    public List<Document> before(Document version, int most) {
        var found = new ArrayList<Document>();
        var parent = version.parent();
        while (parent.isPresent() && found.size() < most) {
            var document = document(parent.get(), new ArrayList<>());
            if (document.isEmpty()) break;
            found.add(document.get());
            parent = document.get().parent();
        }
        return found;
    }

    private Optional<Document> document(Digest32 hash, List<String> troubles) {
        Unheld.beforeAsking("a document of nodes");
        var known = documents.get(hash);
        if (known != null) return Optional.of(known);
        for (var name : nodes.names())
            try {
                var document = nodes.document(name, hash);
                if (document.isEmpty()) continue;
                if (documents.size() > 64) documents.clear();
                documents.put(hash, document.get());
                return document;
            } catch (NodeUnreachable e) {
                troubles.add(e.why());
            }
        return Optional.empty();
    }
}
