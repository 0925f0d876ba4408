package tallystick.node.quarantine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.AuditLog;
import tallystick.wire.DurableFile;

/// The nodes whose present shares this node does not work with, because an operator has said so: until those shares are
/// replaced by another epoch's, or an operator lifts it. On disk before it is answered.
///
/// **Threads** any.
public final class Quarantines {
    private static final Logger LOG = Logger.getLogger(Quarantines.class.getName());
    private static final Duration ORDER_LIFE_MAX = Duration.ofHours(1);

    private final Path file;
    private final Supplier<Roster> rosters;
    private final AuditLog log;
    private final InstantSource clock;
    private volatile QuarantineRecord record;

    private Quarantines(
            Path file, Supplier<Roster> rosters, AuditLog log, InstantSource clock, QuarantineRecord record) {
        this.file = file;
        this.rosters = rosters;
        this.log = log;
        this.clock = clock;
        this.record = record;
    }

    /// Reads what is in force.
    ///
    /// @throws IOException if the file is damaged: the node must not start without it
    public static Quarantines open(Path file, Supplier<Roster> rosters, AuditLog log, InstantSource clock)
            throws IOException {
        if (!Files.exists(file)) return new Quarantines(file, rosters, log, clock, QuarantineRecord.NONE);
        return switch (QuarantineRecord.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<QuarantineRecord>(var record) -> new Quarantines(file, rosters, log, clock, record);
            case Parsed.Malformed<QuarantineRecord>(var offset, var expected) ->
                throw new IOException("quarantines at byte %d: expected %s".formatted(offset, expected));
        };
    }

    /// Does what an operator orders. The same again changes nothing.
    ///
    /// @param caller name of who brought it
    /// @param present the highest epoch in which a node may have a share of each key, by the node's name
    /// @spec docs/spec/quarantine.md#QU-8 quarantine
    public synchronized QuarantineReply follow(
            String caller, QuarantineOrder order, Function<String, Map<Digest32, Integer>> present) {
        var why = whyNot(caller, order);
        if (why.isPresent()) return new QuarantineReply.Refused(why.get());
        var draft = order.draft();
        try {
            return draft.kind() == QuarantineOrder.Kind.QUARANTINE
                    ? quarantine(draft, present.apply(draft.node()))
                    : lift(draft);
        } catch (IOException | StoreUnavailable e) {
            LOG.log(Level.SEVERE, "a quarantine could not be written down", e);
            return new QuarantineReply.Refused("this node's disk cannot be written: its operator must look at it");
        }
    }

    /// @spec docs/spec/quarantine.md#QU-4 quarantine
    private Optional<String> whyNot(String caller, QuarantineOrder order) {
        var draft = order.draft();
        var now = clock.instant();
        var roster = rosters.get();
        if (!draft.operator().equals(caller)) return Optional.of("the order is signed by another than who brings it");
        var signed = roster.named(caller)
                .filter(member -> member.role() == Member.Role.OPERATOR)
                .filter(member -> member.identity().verifies(order.statement(), order.signature()));
        if (signed.isEmpty()) return Optional.of("the order is not signed by operator " + caller);
        if (!now.isBefore(draft.expiresAt()) || draft.expiresAt().isAfter(now.plus(ORDER_LIFE_MAX)))
            return Optional.of("the order has expired, or expires more than an hour from now: give a new one");
        return roster.nodes().stream().anyMatch(node -> node.name().equals(draft.node()))
                ? Optional.empty()
                : Optional.of("the roster has no node called " + draft.node());
    }

    /// Shares that came up since the first order are in it too.
    private QuarantineReply quarantine(QuarantineOrder.Draft draft, Map<Digest32, Integer> present)
            throws IOException, StoreUnavailable {
        var before = Optional.ofNullable(record.entries().get(draft.node()));
        var shares = new TreeMap<>(present);
        before.ifPresent(entry -> entry.shares().forEach((key, epoch) -> shares.merge(key, epoch, Math::max)));
        if (before.filter(entry -> entry.shares().equals(shares)).isPresent())
            return new QuarantineReply.Followed(false, listed(shares));
        save(record.with(
                draft.node(), new QuarantineRecord.Entry(draft.operator(), draft.reason(), clock.instant(), shares)));
        log.append(new AuditEvent.ShareQuarantined(draft.node(), draft.operator(), draft.reason()));
        LOG.log(
                Level.WARNING,
                "ALARM node {0} is in quarantine by order of {1}: its present shares are out of use",
                new Object[] {draft.node(), draft.operator()});
        return new QuarantineReply.Followed(true, listed(shares));
    }

    private QuarantineReply lift(QuarantineOrder.Draft draft) throws IOException, StoreUnavailable {
        if (!record.entries().containsKey(draft.node())) return new QuarantineReply.Followed(false, List.of());
        log.append(new AuditEvent.QuarantineLifted(draft.node(), draft.operator(), draft.reason()));
        save(record.without(draft.node()));
        LOG.log(Level.WARNING, "the quarantine of {0} is lifted by {1}", new Object[] {draft.node(), draft.operator()});
        return new QuarantineReply.Followed(true, List.of());
    }

    private static List<QuarantineReply.Share> listed(Map<Digest32, Integer> shares) {
        return shares.entrySet().stream()
                .map(share -> new QuarantineReply.Share(share.getKey(), share.getValue()))
                .toList();
    }

    /// Names of the nodes in quarantine, whatever they hold.
    public List<String> nodes() {
        return List.copyOf(record.entries().keySet());
    }

    /// Why a node's share of that epoch of a key is not worked with; empty if it is. An order that is being followed
    /// is waited for: it either covers what is under way when this is asked, or is in force when it returns.
    /// @spec docs/spec/quarantine.md#QU-5 quarantine
    public synchronized Optional<String> whyNot(Digest32 key, int epoch, String node) {
        return Optional.ofNullable(record.entries().get(node))
                .filter(entry -> entry.shares().getOrDefault(key, 0) >= epoch)
                .map(_ -> "node %s is in quarantine with its present share: refresh the key, or lift the quarantine"
                        .formatted(node));
    }

    /// Why a node is not to have a share of a new key; empty if it may. It waits as the other does.
    public synchronized Optional<String> whyNotAtAll(String node) {
        return record.entries().containsKey(node)
                ? Optional.of("node %s is in quarantine: refresh its keys, or lift the quarantine".formatted(node))
                : Optional.empty();
    }

    /// Ends quarantines that were about shares and about none any more, because all of them have been replaced.
    ///
    /// @param activeEpoch of a key, if this node knows it
    /// @spec docs/spec/quarantine.md#QU-7 quarantine
    public synchronized void settle(Function<Digest32, Optional<Integer>> activeEpoch) {
        for (var each : record.entries().entrySet()) {
            var shares = each.getValue().shares();
            if (shares.isEmpty()) continue;
            var isOver = shares.entrySet().stream()
                    .allMatch(share -> activeEpoch
                            .apply(share.getKey())
                            .filter(epoch -> epoch > share.getValue())
                            .isPresent());
            if (isOver) end(each.getKey());
        }
    }

    private void end(String node) {
        try {
            log.append(new AuditEvent.QuarantineLifted(node, "", ""));
            save(record.without(node));
            LOG.log(Level.INFO, "the quarantine of {0} is over: all of its shares have been replaced", node);
        } catch (IOException | StoreUnavailable e) {
            LOG.log(Level.SEVERE, "the end of a quarantine could not be written down", e);
        }
    }

    private void save(QuarantineRecord next) throws IOException {
        DurableFile.replace(file, next.encode());
        record = next;
    }
}
