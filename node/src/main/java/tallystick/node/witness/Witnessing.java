package tallystick.node.witness;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Clearance;
import tallystick.core.audit.LogNames;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.tlog.AddCheckpoint;
import tallystick.core.tlog.ConsistencyProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.NoteSignature;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.TreeHead;
import tallystick.core.tlog.WitnessRule;
import tallystick.core.wire.WitnessMessage;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.Entropy;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.Alarms;
import tallystick.node.log.AuditLog;
import tallystick.node.log.FileLog;
import tallystick.wire.MemberIdentity;

/// Shows this node's checkpoints to all others and cosigns theirs. A node whose log shrank or forked, and one that has
/// not yet answered for a gap, is not trusted: no frame of its is heard and nothing is signed with it.
///
/// **Why** a machine restored from an old snapshot would spend again what it has spent and forget what it promised. Its
/// peers remember.
///
/// **Threads** any.
public final class Witnessing {
    /// Where messages leave.
    @FunctionalInterface
    public interface Sender {
        /// Queues `message` for the node called `to`.
        void send(String to, Bytes message);
    }

    private static final Logger LOG = Logger.getLogger(Witnessing.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Bytes NO_CHALLENGE = Bytes.copyOf(new byte[WitnessMessage.CHALLENGE_LENGTH_BYTES]);

    private final MemberIdentity self;
    private final Map<String, Member> peers;
    private final Supplier<Roster> rosters;
    private final FileLog log;
    private final AuditLog entries;
    private final WitnessStore store;
    private final Sender sender;
    private final Entropy entropy;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Map<String, Submitted> submitted = new HashMap<>();
    private final Map<String, Bytes> doubted = new ConcurrentHashMap<>();
    /// Who remembers more of this node's log than it holds.
    private final Set<String> rememberMore = ConcurrentHashMap.newKeySet();
    private final Set<String> refusedBy = new HashSet<>();
    private final Growths growths = new Growths();

    private record Submitted(SignedCheckpoint checkpoint, Instant at, boolean answered) {}

    /// This node's own log.
    ///
    /// @param log what it shows to the others
    /// @param entries where it writes what operators did
    public record Logs(FileLog log, AuditLog entries) {}

    /// @param rosters who there is now; its nodes are those of the beginning
    /// @param own this node's log
    /// @param store what it remembers of the others'
    /// @param alarms where it rings when others remember more of this node's log than it holds
    public Witnessing(
            MemberIdentity self,
            Supplier<Roster> rosters,
            Logs own,
            WitnessStore store,
            Sender sender,
            Entropy entropy,
            Alarms alarms,
            InstantSource clock) {
        this.self = self;
        this.rosters = rosters;
        this.peers = rosters.get().nodes().stream()
                .filter(node -> !node.name().equals(self.name()))
                .collect(Collectors.toMap(Member::name, node -> node));
        this.log = own.log();
        this.entries = own.entries();
        this.store = store;
        this.sender = sender;
        this.entropy = entropy;
        this.alarms = alarms;
        this.clock = clock;
    }

    /// Whether this node works with `peer` now.
    public boolean isTrusted(String peer) {
        return whyNot(peer).isEmpty();
    }

    /// Why this node does not work with `peer`; empty if it does.
    /// @spec docs/spec/share-backup.md#SB-9 share-backup
    public Optional<String> whyNot(String peer) {
        if (!rememberMore.isEmpty())
            return Optional.of("this node's own log is older than what it signed before: its operator must look");
        var quarantined = store.of(peer).flatMap(Remembered::quarantine);
        if (quarantined.isPresent())
            return Optional.of("node %s is refused until an operator clears it: %s"
                    .formatted(peer, quarantined.get().reason()));
        if (doubted.containsKey(peer))
            return Optional.of("node %s has not yet shown that its log goes on where it was".formatted(peer));
        return Optional.empty();
    }

    /// Whom this node refuses until an operator clears it, and why. It is among them itself if others remember more of
    /// its log than it holds.
    public SortedMap<String, String> refused() {
        var refused = new TreeMap<String, String>();
        for (var peer : peers.keySet())
            store.of(peer)
                    .flatMap(Remembered::quarantine)
                    .ifPresent(quarantine -> refused.put(peer, quarantine.reason()));
        if (!rememberMore.isEmpty())
            refused.put(
                    self.name(), "more of its log is remembered by " + String.join(", ", new TreeSet<>(rememberMore)));
        return refused;
    }

    /// Does what is due: takes up clearances, and shows the newest checkpoint to whoever has not cosigned it. Called
    /// about every second, and once before anything else is said to anybody.
    public synchronized void tick() {
        for (var peer : peers.keySet()) {
            takeUpClearance(peer);
            if (isDue(peer)) submit(peer, NO_CHALLENGE, log.cosignedSize(peer), due(peer));
        }
    }

    private boolean isDue(String peer) {
        var last = submitted.get(peer);
        if (last == null) return true;
        var ago = Duration.between(last.at(), clock.instant());
        if (!ago.isNegative() && ago.compareTo(INTERVAL) < 0) return false;
        return !last.answered() || log.worthWitnessing() > log.cosignedSize(peer);
    }

    /// What has not been answered is asked again as it was, so that a late answer to the first asking fits the second.
    private SignedCheckpoint due(String peer) {
        var last = submitted.get(peer);
        return last == null || last.answered() ? log.checkpoint() : last.checkpoint();
    }

    private void submit(String peer, Bytes challenge, long oldSize, SignedCheckpoint checkpoint) {
        var size = checkpoint.head().size();
        var proof = oldSize <= size
                ? MerkleTree.extend(log.tiles(), oldSize, size)
                : new ConsistencyProof(0, size, List.of());
        submitted.put(peer, new Submitted(checkpoint, clock.instant(), false));
        send(peer, new WitnessMessage.Submit(challenge, new AddCheckpoint(proof, checkpoint)));
    }

    /// Takes a message of the witness channel from the node called `from`, as TLS has proven.
    public synchronized void receive(String from, Bytes message) {
        var peer = peers.get(from);
        if (peer == null) return;
        switch (WitnessMessage.parse(message)) {
            case Parsed.Ok<WitnessMessage>(WitnessMessage.Submit submit) -> judge(peer, submit);
            case Parsed.Ok<WitnessMessage>(WitnessMessage.Cosigned(var line)) -> cosigned(peer, line);
            case Parsed.Ok<WitnessMessage>(WitnessMessage.Conflict conflict) -> explain(peer, conflict);
            case Parsed.Ok<WitnessMessage>(WitnessMessage.Refused(var why, var remembered)) ->
                refused(peer, why, remembered);
            case Parsed.Malformed<WitnessMessage>(var offset, var expected) ->
                LOG.log(Level.WARNING, "witness message of {0} malformed at byte {1}: expected {2}", new Object[] {
                    from, offset, expected
                });
        }
    }

    private void judge(Member peer, WitnessMessage.Submit submit) {
        var name = peer.name();
        var known = store.of(name);
        var quarantined = known.filter(each -> each.quarantine().isPresent());
        if (quarantined.isPresent()) {
            sayRefused(name, quarantined.get());
            return;
        }
        var head = known.map(Remembered::head).orElse(TreeHead.EMPTY);
        try {
            switch (WitnessRule.judge(head, LogNames.log(peer), submit.asked())) {
                case WitnessRule.Answer.Cosign(var shown) ->
                    cosign(name, submit.asked().checkpoint(), shown, head);
                case WitnessRule.Answer.Conflict _ -> doubt(name, known);
                case WitnessRule.Answer.RolledBack _ -> {
                    if (Optional.ofNullable(doubted.get(name))
                            .filter(submit.challenge()::equals)
                            .isPresent())
                        quarantine(name, known.orElseThrow(), submit, "its log lost entries it had signed");
                    else doubt(name, known);
                }
                case WitnessRule.Answer.Forked _
                when known.isPresent() ->
                    quarantine(name, known.get(), submit, "its log has another past than it had signed");
                case WitnessRule.Answer bad ->
                    LOG.log(Level.WARNING, "checkpoint of {0} not cosigned: {1}", new Object[] {
                        name, bad.getClass().getSimpleName()
                    });
            }
        } catch (IOException | StoreUnavailable e) {
            LOG.log(Level.SEVERE, "checkpoint of " + name + " not cosigned: this node's disk failed", e);
        }
    }

    /// What is remembered is on disk, and in this node's own log, before the cosignature leaves. Whoever shows more too
    /// often gets no answer, and asks again.
    private void cosign(String peer, SignedCheckpoint checkpoint, TreeHead shown, TreeHead before)
            throws IOException, StoreUnavailable {
        if (shown.size() > before.size() || store.of(peer).isEmpty()) {
            if (!growths.take(peer, clock.instant())) return;
            store.put(peer, new Remembered(stripped(peer, checkpoint), Optional.empty()));
            log.append(new AuditEvent.CheckpointCosigned(peer, shown));
        }
        doubted.remove(peer);
        var name = LogNames.origin(self.name(), self.key().verifyKey());
        send(peer, new WitnessMessage.Cosigned(checkpoint.note().cosign(name, self.key(), clock.instant())));
    }

    /// The checkpoint with its log's own signature alone.
    private SignedCheckpoint stripped(String peer, SignedCheckpoint checkpoint) {
        var key = LogNames.log(Optional.ofNullable(peers.get(peer)).orElseThrow());
        var own = checkpoint.note().signatures().stream()
                .filter(line -> line.isOf(key))
                .limit(1)
                .toList();
        return new SignedCheckpoint(new SignedNote(checkpoint.note().text(), own), checkpoint.checkpoint());
    }

    /// A question that is open stays the same: of two submissions on their way at once each would undo the question of
    /// the other, without end.
    private void doubt(String peer, Optional<Remembered> known) {
        var challenge = doubted.computeIfAbsent(peer, _ -> entropy.bytes(WitnessMessage.CHALLENGE_LENGTH_BYTES));
        send(peer, new WitnessMessage.Conflict(challenge, known.map(Remembered::newest)));
    }

    private void quarantine(String peer, Remembered known, WitnessMessage.Submit submit, String reason)
            throws IOException, StoreUnavailable {
        var shown = stripped(peer, submit.asked().checkpoint());
        var state = new Remembered(known.newest(), Optional.of(new Remembered.Quarantine(reason, shown)));
        store.put(peer, state);
        doubted.remove(peer);
        LOG.log(
                Level.SEVERE,
                "ALARM node {0} is refused from now on: {1} ({2} entries remembered, {3} shown); was it started from an"
                        + " older copy, or twice?",
                new Object[] {peer, reason, known.head().size(), shown.head().size()});
        log.append(new AuditEvent.PeerQuarantined(peer, reason, known.head(), shown.head()));
        sayRefused(peer, state);
    }

    private void sayRefused(String peer, Remembered state) {
        var why = state.quarantine().map(Remembered.Quarantine::reason).orElse("");
        send(peer, new WitnessMessage.Refused(why, state.newest()));
    }

    private void cosigned(Member peer, NoteSignature line) {
        var last = submitted.get(peer.name());
        if (last == null) return;
        var whole = last.checkpoint().note().with(List.of(line));
        if (whole.cosignedAt(LogNames.witness(peer)).isEmpty()) {
            LOG.log(Level.FINE, "cosignature of {0} is not over what it was shown last", peer.name());
            return;
        }
        submitted.put(peer.name(), new Submitted(last.checkpoint(), last.at(), true));
        var wasRefused = refusedBy.remove(peer.name());
        if (rememberMore.remove(peer.name()) || wasRefused)
            LOG.log(Level.WARNING, "{0} cosigns the log of this node again: it was cleared there", peer.name());
        try {
            log.cosigned(peer.name(), last.checkpoint(), line);
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "cosignature of " + peer.name() + " not kept: this node's disk failed", e);
        }
    }

    /// Answers a witness that remembers another size than was believed; and learns from it if this log is the one that
    /// lost entries.
    private void explain(Member peer, WitnessMessage.Conflict conflict) {
        if (conflict.remembered().isEmpty()) {
            submit(peer.name(), conflict.challenge(), 0, log.checkpoint());
            return;
        }
        var remembered = conflict.remembered().get();
        if (!isOwn(remembered)) {
            LOG.log(Level.WARNING, "{0} remembers a checkpoint this node never signed", peer.name());
            return;
        }
        if (!isPast(remembered.head())) alarm(peer.name(), remembered.head());
        submit(peer.name(), conflict.challenge(), remembered.head().size(), log.checkpoint());
    }

    private void refused(Member peer, String why, SignedCheckpoint remembered) {
        if (refusedBy.add(peer.name()))
            alarms.ring("witness", "node %s refuses this node: %s".formatted(peer.name(), why));
        if (isOwn(remembered) && !isPast(remembered.head())) alarm(peer.name(), remembered.head());
    }

    private boolean isOwn(SignedCheckpoint checkpoint) {
        return rosters.get()
                .named(self.name())
                .filter(member -> checkpoint.isOf(LogNames.log(member)))
                .isPresent();
    }

    private boolean isPast(TreeHead head) {
        var log = this.log.tiles();
        return head.size() <= log.size() && MerkleTree.root(log, head.size()).equals(head.root());
    }

    private void alarm(String peer, TreeHead head) {
        if (!rememberMore.add(peer)) return;
        alarms.ring(
                "witness",
                "this node signed a log of %d entries for %s and its log is another: restore the newest copy;"
                                .formatted(head.size(), peer)
                        + " nothing is signed");
    }

    private void takeUpClearance(String peer) {
        try {
            var clearance = store.clearance(peer);
            var known = store.of(peer);
            if (clearance.isEmpty() || known.isEmpty()) return;
            if (known.get().quarantine().isPresent() && isGood(peer, clearance.get(), known.get())) {
                var draft = clearance.get().draft();
                entries.append(new AuditEvent.PeerCleared(
                        peer, draft.operator(), draft.reason(), draft.from().head()));
                store.put(peer, new Remembered(draft.from(), Optional.empty()));
                LOG.log(Level.WARNING, "node {0} is cleared by operator {1}", new Object[] {peer, draft.operator()});
            } else LOG.log(Level.WARNING, "the clearance of {0} is not good for its refusal", peer);
            store.discardClearance(peer);
        } catch (IOException | StoreUnavailable e) {
            LOG.log(Level.SEVERE, "clearance of " + peer + " not taken up: this node's disk failed", e);
        }
    }

    private boolean isGood(String peer, Clearance clearance, Remembered known) {
        var draft = clearance.draft();
        var member = peers.get(peer);
        return member != null
                && draft.peer().equals(peer)
                && draft.remembered().equals(known.head())
                && draft.from().isOf(LogNames.log(member))
                && rosters.get()
                        .named(draft.operator())
                        .filter(each -> each.role() == Member.Role.OPERATOR)
                        .filter(each -> each.identity().verifies(clearance.statement(), clearance.signature()))
                        .isPresent();
    }

    private void send(String peer, WitnessMessage message) {
        sender.send(peer, message.encode());
    }
}
