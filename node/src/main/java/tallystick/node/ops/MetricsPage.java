package tallystick.node.ops;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tallystick.core.audit.LogNames;
import tallystick.core.governance.Member;
import tallystick.core.wire.NodeStanding.RefreshDue;
import tallystick.crypto.hash.Digest32;
import tallystick.node.log.FileLog;
import tallystick.node.log.Refusals;
import tallystick.node.rounds.HeldKey;
import tallystick.node.rounds.PoolStock;

/// All figures of the node, as one page.
///
/// **Form** `docs/spec/metrics.md` lists every name; they are kept. Labels are names of the roster, the first 16 digits
/// of keys' ids, and words of our own.
public final class MetricsPage {
    private static final double MILLIS_PER_SECOND = 1000;

    /// What the node does.
    ///
    /// @param requests to sign
    /// @param observed the audit log
    /// @param refusals of callers and peers
    /// @param ledgerCommits of the ledger
    public record Work(Requests requests, ObservedLog observed, Refusals refusals, Durations ledgerCommits) {}

    /// What it runs as.
    ///
    /// @param version of the software
    /// @param build hash of the file it runs from
    /// @param peers all other nodes of the roster
    public record Program(String version, Digest32 build, List<Member> peers) {
        /// Copies.
        public Program {
            peers = List.copyOf(peers);
        }
    }

    /// What it has.
    ///
    /// @param keys that it holds an active share of
    /// @param earliest the earliest epoch of one of them whose share still signs
    /// @param linked names of the nodes connected now
    public record Holdings(
            Supplier<List<HeldKey>> keys,
            Function<Digest32, Optional<Integer>> earliest,
            Supplier<List<String>> linked,
            FileLog log,
            Activations activations,
            Certificates certificates) {}

    /// What it is looked after for.
    ///
    /// @param roster version of the roster it follows
    /// @param versions of the protocol in use, by the name of each node connected now
    /// @param due when shares are
    /// @param quarantined names of nodes
    /// @param refused names of nodes whose log is not believed; this one's if others remember more of it
    public record Care(
            IntSupplier roster,
            Supplier<SortedMap<String, Integer>> versions,
            Supplier<List<RefreshDue>> due,
            Supplier<List<String>> quarantined,
            Supplier<Set<String>> refused) {}

    /// How it is.
    public record State(Vitals vitals, Readiness readiness, Drain drain) {}

    private final Program program;
    private final Work work;
    private final Holdings holdings;
    private final Care care;
    private final State state;
    private final InstantSource clock;

    /// Shows these.
    public MetricsPage(Program program, Work work, Holdings holdings, Care care, State state, InstantSource clock) {
        this.program = program;
        this.work = work;
        this.holdings = holdings;
        this.care = care;
        this.state = state;
        this.clock = clock;
    }

    /// The page as it is now.
    /// @spec docs/spec/metrics.md#ME-3 metrics
    public String text() {
        var page = new Exposition();
        process(page);
        work(page);
        log(page);
        links(page);
        var keys = holdings.keys().get().stream()
                .sorted(Comparator.comparing(MetricsPage::name))
                .toList();
        keys(page, keys);
        pools(page, keys);
        return page.toString();
    }

    private void process(Exposition page) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        page.family("tallystick_build_info", Exposition.Type.GAUGE, "Always 1; the labels say what runs.")
                .sample(
                        "tallystick_build_info",
                        1,
                        "version",
                        program.version(),
                        "build",
                        program.build().toString(),
                        "java",
                        Runtime.version().toString());
        page.single(
                "tallystick_healthy",
                Exposition.Type.GAUGE,
                "1 if ledger, log and directory can be written.",
                flag(state.vitals().troubles().isEmpty()));
        page.single(
                "tallystick_ready",
                Exposition.Type.GAUGE,
                "1 if the node could sign now with every key it holds.",
                flag(state.readiness().whyNot().isEmpty()));
        page.single(
                "tallystick_start_time_seconds",
                Exposition.Type.GAUGE,
                "When the process started, seconds since 1970.",
                runtime.getStartTime() / MILLIS_PER_SECOND);
        var memory = Memory.now();
        memory.residentBytes()
                .ifPresent(bytes -> page.single(
                        "tallystick_memory_resident_bytes",
                        Exposition.Type.GAUGE,
                        "Physical memory of the process.",
                        bytes));
        memory.lockedBytes()
                .ifPresent(bytes -> page.single(
                        "tallystick_memory_locked_bytes",
                        Exposition.Type.GAUGE,
                        "Memory that is never swapped out.",
                        bytes));
        page.single("tallystick_memory_heap_bytes", Exposition.Type.GAUGE, "Heap in use.", (double)
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        page.single(
                "tallystick_disk_free_bytes",
                Exposition.Type.GAUGE,
                "Room left where the node's directory is.",
                (double) state.vitals().freeBytes());
    }

    private void work(Exposition page) {
        page.counts(
                "tallystick_requests_total",
                "Requests to sign by outcome.",
                "outcome",
                work.requests().outcomes());
        page.single(
                "tallystick_calls_under_way",
                Exposition.Type.GAUGE,
                "Requests and ceremonies under way.",
                state.drain().calls());
        page.counts(
                "tallystick_refusals_total",
                "Intents the gate refused, by reason.",
                "reason",
                work.observed().refusals());
        page.counts(
                "tallystick_runs_stopped_total",
                "Protocol runs that stopped, by fault.",
                "fault",
                work.observed().faults());
        page.counts(
                "tallystick_peers_refused_total",
                "Connections and calls refused at the door, by reason.",
                "reason",
                work.refusals().counts());
        page.histogram(
                "tallystick_signing_seconds",
                "From request to verified signatures.",
                work.requests().signed());
    }

    private void log(Exposition page) {
        page.histogram("tallystick_ledger_commit_seconds", "Synced commits of the ledger.", work.ledgerCommits());
        page.histogram(
                "tallystick_log_append_seconds",
                "Synced appends to the audit log.",
                work.observed().appends());
        page.single("tallystick_log_entries", Exposition.Type.GAUGE, "Entries under the newest checkpoint.", (double)
                holdings.log().checkpoint().head().size());
        page.family("tallystick_log_cosigned_entries", Exposition.Type.GAUGE, "Entries that a node has cosigned last.");
        for (var peer : program.peers())
            page.sample(
                    "tallystick_log_cosigned_entries",
                    (double) holdings.log().cosignedSize(peer.name()),
                    "node",
                    peer.name());
        page.family("tallystick_log_cosignature_age_seconds", Exposition.Type.GAUGE, "Since a node has cosigned last.");
        for (var peer : program.peers())
            holdings.log()
                    .cosigned(peer.name())
                    .flatMap(checkpoint -> checkpoint.note().cosignedAt(LogNames.witness(peer)))
                    .ifPresent(at -> page.sample(
                            "tallystick_log_cosignature_age_seconds",
                            seconds(Duration.between(at, clock.instant())),
                            "node",
                            peer.name()));
    }

    private void links(Exposition page) {
        var linked = holdings.linked().get();
        page.family("tallystick_link_up", Exposition.Type.GAUGE, "1 if the link to the node is up.");
        for (var peer : program.peers())
            page.sample("tallystick_link_up", flag(linked.contains(peer.name())), "node", peer.name());
        page.family("tallystick_link_version", Exposition.Type.GAUGE, "The protocol version in use with the node.");
        care.versions().get().forEach((name, version) -> page.sample("tallystick_link_version", version, "node", name));
        page.single(
                "tallystick_roster_version",
                Exposition.Type.GAUGE,
                "The roster that is followed.",
                care.roster().getAsInt());
        var quarantined = care.quarantined().get();
        page.family("tallystick_quarantined", Exposition.Type.GAUGE, "1 if the node's shares are out of use here.");
        for (var peer : program.peers())
            page.sample("tallystick_quarantined", flag(quarantined.contains(peer.name())), "node", peer.name());
        trust(page);
        page.family(
                "tallystick_certificate_days_left",
                Exposition.Type.GAUGE,
                "Days until the certificate of this node, or of one that showed it, ends.");
        holdings.certificates()
                .daysLeft()
                .forEach((name, days) -> page.sample("tallystick_certificate_days_left", days, "node", name));
    }

    private void trust(Exposition page) {
        var refused = care.refused().get();
        page.family(
                "tallystick_log_refused",
                Exposition.Type.GAUGE,
                "1 if the node's log was set back or has another past than it signed: until an operator clears it.");
        for (var peer : program.peers())
            page.sample("tallystick_log_refused", flag(refused.contains(peer.name())), "node", peer.name());
        var others = program.peers().stream().map(Member::name).collect(Collectors.toSet());
        page.single(
                "tallystick_log_set_back",
                Exposition.Type.GAUGE,
                "1 if others remember more of this node's log than it holds.",
                flag(!others.containsAll(refused)));
    }

    private void keys(Exposition page, List<HeldKey> keys) {
        page.single("tallystick_keys", Exposition.Type.GAUGE, "Keys with an active share here.", keys.size());
        page.family("tallystick_key_epoch", Exposition.Type.GAUGE, "The active epoch of a key.");
        for (var key : keys)
            page.sample("tallystick_key_epoch", key.key().epoch(), "key", name(key), "scheme", scheme(key));
        page.family(
                "tallystick_key_earliest_epoch",
                Exposition.Type.GAUGE,
                "The earliest epoch of a key whose share still signs here.");
        for (var key : keys)
            page.sample(
                    "tallystick_key_earliest_epoch",
                    holdings.earliest().apply(key.key().id()).orElse(key.key().epoch()),
                    "key",
                    name(key));
        page.family("tallystick_key_ready", Exposition.Type.GAUGE, "1 if the node could sign with the key now.");
        for (var key : keys)
            page.sample("tallystick_key_ready", flag(state.readiness().isReady(key)), "key", name(key));
        page.family(
                "tallystick_key_quarantined_sets",
                Exposition.Type.GAUGE,
                "Signing sets that made a signature that does not verify and sign no more in this epoch.");
        for (var key : keys)
            page.sample("tallystick_key_quarantined_sets", key.quarantined().size(), "key", name(key));
        page.family(
                "tallystick_key_share_age_seconds", Exposition.Type.GAUGE, "Since the active epoch is active here.");
        for (var key : keys)
            holdings.activations()
                    .since(key.key())
                    .ifPresent(since -> page.sample(
                            "tallystick_key_share_age_seconds",
                            seconds(Duration.between(since, clock.instant())),
                            "key",
                            name(key)));
        refreshes(page);
    }

    private void refreshes(Exposition page) {
        var now = clock.instant();
        page.family(
                "tallystick_key_refresh_due_seconds",
                Exposition.Type.GAUGE,
                "Until the shares are due to be made anew; below 0 once they are.");
        for (var due : care.due().get())
            page.sample(
                    "tallystick_key_refresh_due_seconds",
                    seconds(Duration.between(now, due.at())),
                    "key",
                    due.keyId().toString().substring(0, 16));
        page.family("tallystick_key_refresh_overdue", Exposition.Type.GAUGE, "1 if that is overdue.");
        for (var due : care.due().get())
            page.sample(
                    "tallystick_key_refresh_overdue",
                    flag(!now.isBefore(due.overdueAt())),
                    "key",
                    due.keyId().toString().substring(0, 16));
    }

    /// What one key has with one peer.
    private record Stock(String key, PoolStock pool) {}

    private static void pools(Exposition page, List<HeldKey> keys) {
        var stocks = new ArrayList<Stock>();
        for (var key : keys) for (var pool : key.stock()) stocks.add(new Stock(name(key), pool));
        Function<ToDoubleFunction<PoolStock>, ToDoubleFunction<Stock>> of =
                value -> each -> value.applyAsDouble(each.pool());
        pool(
                page,
                Exposition.Type.GAUGE,
                "items",
                "Random VOLEs in stock with a peer.",
                stocks,
                of.apply(PoolStock::items));
        pool(
                page,
                Exposition.Type.GAUGE,
                "nonces",
                "Nonces of a peer's in stock.",
                stocks,
                of.apply(PoolStock::peerNonces));
        pool(
                page,
                Exposition.Type.GAUGE,
                "own_nonces",
                "Nonces of this node's own.",
                stocks,
                of.apply(PoolStock::ownNonces));
        pool(
                page,
                Exposition.Type.COUNTER,
                "fills_total",
                "Fills that ended well.",
                stocks,
                of.apply(PoolStock::fills));
        pool(
                page,
                Exposition.Type.COUNTER,
                "fills_stopped_total",
                "Fills that stopped.",
                stocks,
                of.apply(PoolStock::stoppedFills));
    }

    private static void pool(
            Exposition page,
            Exposition.Type type,
            String what,
            String help,
            List<Stock> stocks,
            ToDoubleFunction<Stock> value) {
        var name = "tallystick_pool_" + what;
        page.family(name, type, help);
        for (var each : stocks)
            page.sample(
                    name,
                    value.applyAsDouble(each),
                    "key",
                    each.key(),
                    "node",
                    each.pool().peer());
    }

    private static String name(HeldKey key) {
        return key.key().id().toString().substring(0, 16);
    }

    private static String scheme(HeldKey key) {
        return key.key().scheme().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
