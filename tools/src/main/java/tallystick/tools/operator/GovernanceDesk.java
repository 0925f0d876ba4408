package tallystick.tools.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Subject;
import tallystick.core.governance.Change;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Member;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.GovernanceStanding;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.doctor.Printable;
import tallystick.wire.TlsIdentity;

/// Where people bring documents, changes and freezes to all nodes, and see what is in force.
public final class GovernanceDesk {
    private static final int SALT_BYTES = 16;
    private static final Duration ANSWER_LIFE = Duration.ofDays(7);

    private final Roster roster;
    private final TlsIdentity tls;
    private final Duration limit;

    /// What a node answered.
    ///
    /// @param code 0 it follows, 1 it refused, 3 it was not reached
    /// @param what in words
    public record Said(String node, int code, String what) {}

    /// @param tls of whoever brings; believed nothing
    /// @param limit how long to wait for each node
    public GovernanceDesk(Roster roster, TlsIdentity tls, Duration limit) {
        this.roster = roster;
        this.tls = tls;
        this.limit = limit;
    }

    /// Has all nodes sign a genesis, and brings it to them with all signatures.
    ///
    /// @throws Unable if one refuses
    public List<Said> begin(Genesis genesis) throws NodeUnreachable, Unable {
        var signatures = new ArrayList<Signature64>();
        for (var node : genesis.roster().nodes())
            switch (ask(RosterOptions.node(roster, node.name()), new GovernanceOrder.SignGenesis(genesis))) {
                case GovernanceReply.Signed(var signature) -> signatures.add(signature);
                case GovernanceReply.Refused(var why) ->
                    throw new Unable("%s: %s".formatted(node.name(), Printable.ofLong(why)));
                default -> throw new Unable("%s answered something else than was asked".formatted(node.name()));
            }
        return bring(new GovernanceOrder.TakeGenesis(new SignedGenesis(genesis, signatures)));
    }

    private GovernanceReply ask(Member node, GovernanceOrder order) throws NodeUnreachable {
        try (var door = new NodeDoor(tls, node)) {
            return door.governance(order, limit);
        }
    }

    /// Brings something to every node.
    public List<Said> bring(GovernanceOrder order) {
        var said = new ArrayList<Said>();
        for (var node : roster.nodes()) said.add(bring(node, order));
        return said;
    }

    private Said bring(Member node, GovernanceOrder order) {
        try {
            return switch (ask(node, order)) {
                case GovernanceReply.Followed(var _, var how) ->
                    new Said(node.name(), how.startsWith("over: ") ? 1 : 0, how);
                case GovernanceReply.Refused(var why) -> new Said(node.name(), 1, "refused: " + why);
                default -> new Said(node.name(), 1, "answered something else than was asked");
            };
        } catch (NodeUnreachable e) {
            return new Said(node.name(), 3, "not reached: " + e.getMessage());
        }
    }

    /// What one node judges by; of the first that answers where none is named.
    public GovernanceStanding standing() throws NodeUnreachable {
        Optional<NodeUnreachable> last = Optional.empty();
        for (var node : roster.nodes())
            try {
                return standing(node.name());
            } catch (NodeUnreachable | Unable e) {
                last = Optional.of(new NodeUnreachable(String.valueOf(e.getMessage())));
            }
        throw last.orElseGet(() -> new NodeUnreachable("the roster has no node"));
    }

    /// What this node judges by.
    public GovernanceStanding standing(String node) throws NodeUnreachable, Unable {
        return switch (ask(RosterOptions.node(roster, node), new GovernanceOrder.Show())) {
            case GovernanceReply.Shown(var standing) -> standing;
            default -> throw new Unable("%s answered something else than was asked".formatted(node));
        };
    }

    /// A change as the first node that knows it has it.
    public SignedChange change(Digest32 id) throws NodeUnreachable, Unable {
        for (var node : roster.nodes())
            try {
                if (ask(node, new GovernanceOrder.Fetch(id)) instanceof GovernanceReply.Fetched(var change))
                    return change;
            } catch (NodeUnreachable e) {
                if (node.equals(roster.nodes().getLast())) throw e;
            }
        throw new Unable("no node knows the change " + id);
    }

    /// A version of a document, from the first node that has it.
    ///
    /// @throws Unable if none has, or what one told is another document
    public Document document(DocumentVersion version) throws NodeUnreachable, Unable {
        for (var node : roster.nodes())
            try {
                if (ask(node, new GovernanceOrder.FetchDocument(version.hash()))
                        instanceof GovernanceReply.Told(var document)) {
                    if (!document.hash().equals(version.hash()))
                        throw new Unable("%s told another document than was asked for".formatted(node.name()));
                    return document;
                }
            } catch (NodeUnreachable e) {
                if (node.equals(roster.nodes().getLast())) throw e;
            }
        throw new Unable("no node has the document " + version.hash());
    }

    /// The newest epoch of each key, as the nodes that answer show it.
    List<KeyCard> keys() {
        var keys = new HashMap<Digest32, KeyCard>();
        for (var node : roster.nodes())
            try (var door = new NodeDoor(tls, node)) {
                for (var card : door.status(limit).keys())
                    keys.merge(card.id(), card, (a, b) -> b.epoch() > a.epoch() ? b : a);
            } catch (NodeUnreachable silent) {
                // Whatever the others hold is told by them.
            }
        return keys.values().stream()
                .sorted(Comparator.comparing(card -> card.id().toString()))
                .toList();
    }

    /// The version in force of a document.
    static DocumentVersion current(GovernanceStanding standing, DocumentKind kind) throws Unable {
        return standing.inForce().stream()
                .filter(version -> version.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new Unable("the nodes have no %s in force".formatted(Words.of(kind))));
    }

    /// A change that somebody would propose now.
    ///
    /// @param lasts how long it may wait for answers
    /// @throws Unable if the nodes have no genesis, or the change is not of its form
    static Change draft(PersonSigner by, GovernanceStanding standing, Proposal proposal, String reason, Duration lasts)
            throws Unable {
        var at = now();
        try {
            return new Change(
                    workspace(standing),
                    proposal,
                    by.person(),
                    reason,
                    at,
                    at.plus(lasts),
                    new SystemEntropy().bytes(SALT_BYTES));
        } catch (IllegalArgumentException e) {
            throw new Unable("no good change: " + e.getMessage());
        }
    }

    /// A change that somebody proposes, and his own yes to it.
    static SignedChange propose(PersonSigner by, GovernanceStanding standing, Change change) {
        var yes = answer(by, standing, change, Answer.APPROVE);
        return new SignedChange(change, by.keyId(), by.prover().apply(change.id()), List.of(yes));
    }

    /// The same of a proposal.
    ///
    /// @param lasts how long it may wait for answers
    /// @throws Unable if the nodes have no genesis, or the change is not of its form
    static SignedChange propose(
            PersonSigner by, GovernanceStanding standing, Proposal proposal, String reason, Duration lasts)
            throws Unable {
        return propose(by, standing, draft(by, standing, proposal, reason, lasts));
    }

    /// Somebody's answer to a change, by the policy that is in force now, for as long as the change and an answer may
    /// wait: a yes has to count still when the delay is over.
    static Approval answer(PersonSigner by, GovernanceStanding standing, Change change, Answer answer) {
        var longest = now().plus(ApprovalStatement.LIFETIME_MAX);
        var until = change.expiresAt().isBefore(longest) ? change.expiresAt() : longest;
        return answer(by, standing.policy(), change.subject(), answer, Duration.between(now(), until));
    }

    /// Somebody's answer who has seen these policies.
    static Approval answer(PersonSigner by, Digest32 policySeen, Subject subject, Answer answer) {
        return answer(by, policySeen, subject, answer, ANSWER_LIFE);
    }

    private static Approval answer(
            PersonSigner by, Digest32 policySeen, Subject subject, Answer answer, Duration lasts) {
        var at = now();
        var life = lasts.isPositive() ? lasts : ANSWER_LIFE;
        var statement = ApprovalStatement.of(subject, answer, policySeen, at, at.plus(life));
        return new Approval(statement, by.keyId(), by.prover().apply(statement.digest()));
    }

    /// An order to freeze.
    static SignedFreeze freeze(PersonSigner by, GovernanceStanding standing, FreezeScope scope, String reason)
            throws Unable {
        try {
            var order = new FreezeOrder(
                    workspace(standing), scope, by.person(), reason, now(), new SystemEntropy().bytes(SALT_BYTES));
            return new SignedFreeze(order, by.keyId(), by.prover().apply(order.id()));
        } catch (IllegalArgumentException e) {
            throw new Unable("no good order: " + e.getMessage());
        }
    }

    private static Digest32 workspace(GovernanceStanding standing) throws Unable {
        return standing.workspace()
                .orElseThrow(() -> new Unable("the nodes have no genesis: begin with 'governance genesis'"));
    }

    /// Now, in whole seconds, as signed texts say it.
    static Instant now() {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond());
    }
}
