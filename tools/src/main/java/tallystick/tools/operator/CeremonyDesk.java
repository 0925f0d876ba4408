package tallystick.tools.operator;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.RefreshCause;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.Scheme;
import tallystick.tools.doctor.Printable;
import tallystick.wire.MemberIdentity;

/// Where an operator orders ceremonies: finds out what has to be proven to whom, signs the order, brings it to every
/// node that takes part, and reports what they say. It has no authority over what comes out.
public final class CeremonyDesk {
    private static final Duration ASK_LIMIT = Duration.ofSeconds(5);
    private static final Duration CEREMONY_LIMIT = Duration.ofMinutes(5);
    private static final long ORDER_LIFE_SECONDS = 300;

    private final MemberIdentity operator;
    private final Roster roster;
    private final PrintWriter out;
    private final Optional<Integer> named;

    /// @param operator who orders; a member of the roster with that role
    /// @param out where progress is printed
    public CeremonyDesk(MemberIdentity operator, Roster roster, PrintWriter out) {
        this(operator, roster, out, Optional.empty());
    }

    private CeremonyDesk(MemberIdentity operator, Roster roster, PrintWriter out, Optional<Integer> named) {
        this.operator = operator;
        this.roster = roster;
        this.out = out;
        this.named = named;
    }

    /// The same, which orders the attempt that the operator names, in the place of the one after what it believes.
    ///
    /// **Why** a lie that was believed leaves honest nodes with a number that is not: they refuse what is counted
    /// from the others, and say which they take.
    ///
    /// @throws Unable if there is no such attempt
    /// @spec docs/spec/node-wire.md#NW-53 node-wire
    public CeremonyDesk ordering(int attempt) throws Unable {
        if (attempt < 1 || attempt > CeremonyOrder.ATTEMPT_MAX)
            throw new Unable("attempts are 1 to %d".formatted(CeremonyOrder.ATTEMPT_MAX));
        return new CeremonyDesk(operator, roster, out, Optional.of(attempt));
    }

    /// Has the nodes of a quorum tree generate a key together.
    ///
    /// @throws Unable if the tree is no good, a node is not in the roster, or the ceremony failed
    public KeyCard generate(String treeText, Scheme scheme) throws NodeUnreachable, Unable, InterruptedException {
        var tree = tree(treeText);
        return hold(new CeremonyTask.Generate(scheme.code(), tree.toString()), 1, names(tree));
    }

    /// The same without a reason.
    public KeyCard refresh(String keyId) throws NodeUnreachable, Unable, InterruptedException {
        return refresh(keyId, RefreshCause.UNSAID, "");
    }

    /// Gives every participant a new share of the same key; old shares are worth nothing afterwards.
    ///
    /// @param keyId first digits of the key's id
    /// @param words the operator's, empty without a cause
    public KeyCard refresh(String keyId, RefreshCause cause, String words)
            throws NodeUnreachable, Unable, InterruptedException {
        if (Bytes.ofUtf8(words).length() > CeremonyTask.Refresh.WORDS_BYTES_MAX)
            throw new Unable("the reason is longer than %d bytes".formatted(CeremonyTask.Refresh.WORDS_BYTES_MAX));
        var base = base(keyId);
        return hold(
                new CeremonyTask.Refresh(base.record(), cause, words),
                attempt(base),
                names(base.key().tree()));
    }

    /// Moves a key to another quorum tree, with members that join or leave.
    ///
    /// @param dealers an old signing set; all of the old tree if empty
    /// @throws Unable if the ceremony failed: so it does where those who neither deal nor stay could sign by
    ///     themselves, and every node says whom to bring
    public KeyCard reshare(String keyId, String treeText, List<String> dealers)
            throws NodeUnreachable, Unable, InterruptedException {
        var base = base(keyId);
        var tree = tree(treeText);
        var dealing = dealers.isEmpty()
                ? names(base.key().tree())
                : dealers.stream().sorted().toList();
        var all = new LinkedHashSet<>(names(tree));
        all.addAll(dealing);
        return hold(new CeremonyTask.Reshare(base.record(), tree.toString(), dealing), attempt(base), all);
    }

    /// Gives a participant its lost share back.
    ///
    /// @param lost its name
    public KeyCard repair(String keyId, String lost) throws NodeUnreachable, Unable, InterruptedException {
        var base = base(keyId);
        var tree = base.key().tree();
        var party = tree.party(lost).orElseThrow(() -> new Unable("%s has no part in the key".formatted(lost)));
        var helpers = new ArrayList<>(tree.parties());
        helpers.remove(party);
        if (Coverage.mandatory(tree).contains(party))
            throw new Unable("%s is in every signing set, so the others cannot give its share back: restore its backup"
                    .formatted(lost));
        var names = helpers.stream().map(tree::nameOf).sorted().toList();
        return hold(new CeremonyTask.Repair(base.record(), lost, names), attempt(base), names(tree));
    }

    private int attempt(EpochInUse base) throws Unable {
        return named.isPresent() ? named.get() : base.next();
    }

    /// The epoch in use, and whoever shows another is named.
    private EpochInUse base(String keyId) throws Unable {
        var shown = new TreeMap<Digest32, List<ShownKey>>();
        for (var node : nodes())
            show(node, keyId)
                    .ifPresent(each -> shown.computeIfAbsent(each.key().id(), _ -> new ArrayList<>())
                            .add(each));
        if (shown.isEmpty()) throw new Unable("no node that answers shows a key that begins with " + keyId);
        var found = shown.values().stream().map(EpochInUse::of).toList();
        var one = found.stream()
                .filter(each -> found.size() == 1 || !(each instanceof EpochInUse.Finding.None))
                .toList();
        if (one.size() != 1)
            throw new Unable("%d keys at the nodes that answer begin with %s: give more digits, or see 'status'"
                    .formatted(shown.size(), keyId));
        return switch (one.getFirst()) {
            case EpochInUse.Finding.Found(var epoch) -> {
                for (var other : epoch.others()) out.printf("  not heard: %s%n", other.words());
                for (var each : epoch.above()) out.printf("  not believed: %s%n", each.attemptWords());
                yield epoch;
            }
            case EpochInUse.Finding.None(var why) ->
                throw new Unable("those who show one epoch of the key cannot sign in it: " + why);
            case EpochInUse.Finding.Torn(var why) ->
                throw new Unable("nodes that can sign show epochs of which none follows the others, so that some of"
                        + " them lie: " + why);
        };
    }

    private Optional<ShownKey> show(Member node, String keyId) throws Unable {
        try (var door = new NodeDoor(operator.tls(), node)) {
            var found = door.status(ASK_LIMIT).keys().stream()
                    .map(KeyCard::id)
                    .filter(id -> id.toString().startsWith(keyId))
                    .toList();
            if (found.size() > 1)
                throw new Unable("%d keys of node %s begin with %s: give more digits"
                        .formatted(found.size(), node.name(), keyId));
            if (found.isEmpty()) return Optional.empty();
            var id = found.getFirst();
            return switch (ShownKey.of(node.name(), id, door.key(id, ASK_LIMIT), roster)) {
                case ShownKey.Finding.Good(var shown) -> Optional.of(shown);
                case ShownKey.Finding.Bad(var why) -> {
                    out.printf("  not heard: %s: %s%n", node.name(), why);
                    yield Optional.empty();
                }
            };
        } catch (NodeUnreachable e) {
            out.printf("  %-10s does not answer%n", node.name());
            return Optional.empty();
        }
    }

    private List<Member> nodes() {
        return roster.members().stream()
                .filter(member -> member.role() == Member.Role.NODE)
                .toList();
    }

    private KeyCard hold(CeremonyTask task, int attempt, Collection<String> participants)
            throws NodeUnreachable, Unable, InterruptedException {
        var doors = new ArrayList<NodeDoor>();
        try {
            for (var name : Set.copyOf(participants))
                doors.add(new NodeDoor(operator.tls(), RosterOptions.node(roster, name)));
            var order = new CeremonyOrder.Draft(
                            task,
                            attempt,
                            roster.version(),
                            Instant.ofEpochSecond(Instant.now().getEpochSecond() + ORDER_LIFE_SECONDS),
                            new SystemEntropy().bytes(32),
                            operator.name())
                    .sign(operator.key());
            return new SigningParty(doors).generate(order, CEREMONY_LIMIT, this::print);
        } finally {
            doors.forEach(NodeDoor::close);
        }
    }

    private static List<String> names(QuorumTree tree) {
        return tree.parties().stream().map(tree::nameOf).toList();
    }

    private static QuorumTree tree(String text) throws Unable {
        return switch (QuorumTree.parse(text)) {
            case Parsed.Ok<QuorumTree>(var tree) -> tree;
            case Parsed.Malformed<QuorumTree>(var offset, var expected) ->
                throw new Unable("quorum tree at character %d: expected %s".formatted(offset, expected));
        };
    }

    private synchronized void print(String node, CeremonyNews news) {
        switch (news) {
            case CeremonyNews.Stage(var stage, var stages, var text) ->
                out.printf("  %-10s [%d/%d] %s%n", node, stage, stages, Printable.of(text));
            case CeremonyNews.Generated(var key) -> out.printf("  %-10s is in epoch %d%n", node, key.epoch());
            case CeremonyNews.Failed(var why) -> out.printf("  %-10s failed: %s%n", node, Printable.ofLong(why));
        }
        out.flush();
    }
}
