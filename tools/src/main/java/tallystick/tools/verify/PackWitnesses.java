package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.pack.PackManifest;
import tallystick.core.tlog.TreeHead;
import tallystick.tools.pack.LogWalk;
import tallystick.tools.pack.PackedLog;
import tallystick.tools.pack.Unfit;

/// Holds what each node's log says it cosigned of another's against that other's log in the pack.
///
/// **Why** a node that wrote its past anew, or whose log is shown without its end, may leave the cosignatures away; the
/// logs of those that gave them still tell.
///
/// **Threads** one.
final class PackWitnesses {
    /// What nodes publish and witness takes a moment, and their clocks differ.
    private static final Duration SLACK = Duration.ofMinutes(1);

    /// By then a peer that is up has cosigned what it was shown, and one that was away a while is back.
    private static final Duration HEARD = Duration.ofMinutes(10);

    /// Kinds for which no node asks for a cosignature: that it stopped, and what it cosigned itself.
    private static final Set<Integer> UNASKED = Set.of(2, 10);

    private static final int ROOT_DIGITS = 16;

    private final PackManifest manifest;
    private final Report report;
    private final UnaryOperator<String> lifted;
    private final Map<String, PackedLog> logs = new TreeMap<>();
    private final Map<String, Pair> pairs = new TreeMap<>();

    private static final class Pair {
        final String witness;
        final String peer;
        Optional<TreeHead> latest = Optional.empty();
        /// The newest that is of more than can be told; empty as soon as a newer one can.
        Optional<TreeHead> untold = Optional.empty();
        Instant untoldAt = Instant.MAX;
        long most;
        Optional<TreeHead> beyond = Optional.empty();
        Instant beyondAt = Instant.MAX;
        Optional<TreeHead> newest = Optional.empty();
        Instant newestAt = Instant.MAX;

        Pair(String witness, String peer) {
            this.witness = witness;
            this.peer = peer;
        }
    }

    /// @param lifted of a text with veils in it
    PackWitnesses(PackManifest manifest, Report report, UnaryOperator<String> lifted) {
        this.manifest = manifest;
        this.report = report;
        this.lifted = lifted;
    }

    void log(PackedLog log) {
        logs.put(log.node(), log);
    }

    /// @spec docs/spec/evidence-pack.md#EP-15 evidence-pack
    void saw(LogWalk.Found found) {
        switch (found.entry().event()) {
            case AuditEvent.CheckpointCosigned(var peer, var head) -> cosigned(found, peer, head);
            case AuditEvent.PeerQuarantined(var peer, var _, var remembered, var shown) ->
                report.note(
                        "forks",
                        "%s found at %s that the log of %s had changed its past: it had signed %s, and showed %s"
                                .formatted(found.node(), found.entry().at(), peer, words(remembered), words(shown)));
            case AuditEvent.PeerCleared cleared -> cleared(found, cleared);
            default -> {}
        }
    }

    /// From here on another log of that name is believed.
    private void cleared(LogWalk.Found found, AuditEvent.PeerCleared cleared) {
        var before = Optional.ofNullable(pairs.remove(name(found.node(), cleared.peer())))
                .flatMap(pair -> pair.newest);
        report.note(
                "forks",
                "%s cleared %s on %s at %s: it believes its log again from %s%s"
                        .formatted(
                                lifted.apply(cleared.operator()),
                                cleared.peer(),
                                found.node(),
                                found.entry().at(),
                                words(cleared.head()),
                                before.map(head -> "; before, it had cosigned " + words(head))
                                        .orElse("")));
    }

    private static String words(TreeHead head) {
        return "%d entries with the root %s"
                .formatted(head.size(), head.root().toString().substring(0, ROOT_DIGITS));
    }

    private static String name(String witness, String peer) {
        return witness + " " + peer;
    }

    private void cosigned(LogWalk.Found found, String peer, TreeHead head) {
        var log = logs.get(peer);
        if (log == null) return;
        var pair = pairs.computeIfAbsent(name(found.node(), peer), _ -> new Pair(found.node(), peer));
        if (head.size() <= log.head().size()) {
            var at = found.entry().at();
            var isTold = log.hasLeavesOf(head.size());
            if (isTold) pair.latest = Optional.of(head);
            pair.untold = isTold ? Optional.empty() : Optional.of(head);
            pair.untoldAt = at;
            pair.most = Math.max(pair.most, head.size());
            if (at.isBefore(manifest.from()) || !at.isBefore(manifest.to())) return;
            pair.newest = Optional.of(head);
            pair.newestAt = at;
        } else if (pair.beyond.isEmpty()) {
            pair.beyond = Optional.of(head);
            pair.beyondAt = found.entry().at();
        }
    }

    void ended() throws Unfit {
        for (var log : logs.values()) alone(log);
        for (var pair : pairs.values()) {
            var log = Optional.ofNullable(logs.get(pair.peer)).orElseThrow();
            if (pair.latest.isPresent()) held(pair, log, pair.latest.get());
            if (pair.newest.isPresent() && !log.hasLeavesOf(pair.newest.get().size()))
                report.add(
                        false,
                        "%s cosigned %s of %s at %s, and the pack has not what tells whether these are they"
                                .formatted(pair.witness, words(pair.newest.get()), pair.peer, pair.newestAt));
            else if (pair.untold.isPresent())
                report.note("%s cosigned %s of %s at %s, before the time: the pack has not what tells whether they are"
                        .formatted(pair.witness, words(pair.untold.get()), pair.peer, pair.untoldAt));
            if (pair.beyond.isEmpty()) continue;
            var what = "%s cosigned %d entries of %s at %s, and the pack has %d"
                    .formatted(
                            pair.witness,
                            pair.beyond.get().size(),
                            pair.peer,
                            pair.beyondAt,
                            log.head().size());
            if (pair.beyondAt.plus(SLACK).isBefore(manifest.to())) report.add(false, what + ": its end is missing");
            else report.note(what + ": what came at the very end may be missing");
        }
    }

    /// Tells from where on a log is its node's word alone: nobody else signed that it wrote this then.
    /// @spec docs/spec/evidence-pack.md#EP-53 evidence-pack
    private void alone(PackedLog log) throws Unfit {
        var known = pairs.values().stream()
                .filter(pair -> pair.peer.equals(log.node()) && !pair.witness.equals(log.node()))
                .mapToLong(pair -> pair.most)
                .max()
                .orElse(0);
        for (var each : log.cosigned().entrySet())
            if (!each.getKey().equals(log.node()))
                known = Math.max(known, each.getValue().head().size());
        var first = uncosigned(log, known);
        if (first.isEmpty() || !first.get().at().plus(HEARD).isBefore(manifest.to())) return;
        report.note(
                "no other node cosigned the log of %s from entry %d on, of %s: what it tells since is its word alone"
                        .formatted(log.node(), first.get().index(), first.get().at()));
    }

    private record Uncosigned(long index, Instant at) {}

    /// The first entry of the time behind so many that asks for a cosignature.
    private Optional<Uncosigned> uncosigned(PackedLog log, long size) throws Unfit {
        var asked = manifest.logs().stream()
                .filter(each -> each.node().equals(log.node()))
                .findFirst()
                .orElseThrow();
        var from = Math.max(size, asked.first());
        for (var chunk : log.chunks()) {
            var index = chunk * PackedLog.CHUNK;
            if (index >= asked.end()) break;
            if (index + log.entriesOf(chunk) <= from) continue;
            for (var entries = log.chunk(chunk); entries.hasNext(); index++) {
                var entry = entries.next();
                if (index >= from && index < asked.end() && !UNASKED.contains(AuditEntry.kindOf(entry)))
                    return Optional.of(new Uncosigned(index, AuditEntry.timeOf(entry)));
            }
        }
        return Optional.empty();
    }

    private void held(Pair pair, PackedLog log, TreeHead head) throws Unfit {
        var isSame = log.rootAt(head.size()).filter(head.root()::equals).isPresent();
        report.add(
                isSame,
                "the log of %s says that it cosigned %d entries of %s, %s"
                        .formatted(
                                pair.witness,
                                head.size(),
                                pair.peer,
                                isSame
                                        ? "and they are these"
                                        : "and they are others: %s wrote its past anew, or %s never saw them"
                                                .formatted(pair.peer, pair.witness)));
    }
}
