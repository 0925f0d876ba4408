package tallystick.node.epochs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import tallystick.core.governance.Member;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.RefreshCause;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.node.rounds.NodeRoster;
import tallystick.node.rounds.Self;

/// Turns an operator's order into a plan, by this node's own roster, clock and certificates, before a word is said to
/// anybody.
final class OrderJudge {
    private static final Duration ORDER_LIFE_MAX = Duration.ofHours(1);

    private final Self self;
    private final Epochs epochs;
    private final CeremonyGuard guard;
    private final InstantSource clock;

    OrderJudge(Self self, Epochs epochs, CeremonyGuard guard, InstantSource clock) {
        this.self = self;
        this.epochs = epochs;
        this.guard = guard;
        this.clock = clock;
    }

    /// What an order asks of this node.
    ///
    /// @param began when this node found the order good
    record Ordered(
            CeremonyOrder order,
            Instant began,
            CeremonyPlan plan,
            NodeRoster roster,
            List<String> names,
            PartyId party) {
        /// Copies.
        Ordered {
            names = List.copyOf(names);
        }

        /// The epoch that it builds on, as it shows that; none where a key is made.
        Optional<Certificate> base() {
            return switch (order.task()) {
                case CeremonyTask.Generate _ -> Optional.empty();
                case CeremonyTask.Refresh(var base, var _, var _) -> certificate(base);
                case CeremonyTask.Reshare(var base, var _, var _) -> certificate(base);
                case CeremonyTask.Repair(var base, var _, var _) -> certificate(base);
            };
        }

        private static Optional<Certificate> certificate(KeyRecord base) {
            return Certificate.parse(base.certificate()) instanceof Parsed.Ok<Certificate>(var parsed)
                    ? Optional.of(parsed)
                    : Optional.empty();
        }
    }

    /// The plan of a good order. It has not been let begin yet: see [#admit].
    ///
    /// @param by who may have signed it: an operator anything, a node nothing but a refresh for which it is the
    /// time
    /// @throws CeremonyStopped if it is not good, saying why
    Ordered judge(CeremonyOrder order, Member.Role by) throws CeremonyStopped {
        checkOrder(order, by);
        var terms = new CeremonyTerms(order.id(), order.attempt(), self.rosterHash());
        var plan = plan(order.task(), terms);
        var names = plan.parties().stream().map(plan::nameOf).toList();
        var roster = NodeRoster.of(self.roster(), names);
        if (roster.parties().size() != names.size())
            throw new CeremonyStopped("the tree names a participant that is no node of the roster");
        var party = plan.numberOf(self.name())
                .orElseThrow(() -> new CeremonyStopped("node %s has no part in the ceremony".formatted(self.name())));
        return new Ordered(order, clock.instant(), plan, roster, names, party);
    }

    /// Lets it begin; by then it counts as under way, so that a quarantine that comes after this look covers what the
    /// ceremony may bring.
    ///
    /// @throws CeremonyStopped if it may not, saying why
    /// @spec docs/spec/quarantine.md#QU-9 quarantine
    void admit(Ordered ordered, Member.Role by) throws CeremonyStopped {
        var here = ordered.plan().base().flatMap(key -> epochs.activeEpoch(key.id()));
        guard.admit(ordered.order(), by, ordered.plan(), here);
    }

    /// Whether what it has brought may be promised, asked once that is on disk: of a key that is just made no
    /// quarantine knew before. One that comes after this look finds its share.
    ///
    /// @throws CeremonyStopped if it may not, saying why
    /// @spec docs/spec/quarantine.md#QU-9 quarantine
    void lookAgain(Ordered ordered) throws CeremonyStopped {
        guard.lookAgain(ordered.plan());
    }

    private void checkOrder(CeremonyOrder order, Member.Role by) throws CeremonyStopped {
        if (by == Member.Role.NODE
                && !(order.task() instanceof CeremonyTask.Refresh(var _, var cause, var _)
                        && cause == RefreshCause.SCHEDULE))
            throw new CeremonyStopped("a node orders nothing but a refresh on schedule");
        var now = clock.instant();
        var operator = self.roster()
                .named(order.operator())
                .filter(member -> member.role() == by)
                .orElseThrow(() -> new CeremonyStopped(
                        "%s %s is not in the roster".formatted(by.name().toLowerCase(Locale.ROOT), order.operator())));
        if (!operator.identity().verifies(order.statement(), order.signature()))
            throw new CeremonyStopped(
                    "the order is not signed by %s %s".formatted(by.name().toLowerCase(Locale.ROOT), order.operator()));
        if (order.rosterVersion() != self.roster().version())
            throw new CeremonyStopped("the order is for roster version %d, this node follows %d"
                    .formatted(order.rosterVersion(), self.roster().version()));
        if (isStale(order.expiresAt(), now))
            throw new CeremonyStopped("the order has expired, or expires more than an hour from now: give a new one");
    }

    private static boolean isStale(Instant expiresAt, Instant now) {
        return !now.isBefore(expiresAt) || expiresAt.isAfter(now.plus(ORDER_LIFE_MAX));
    }

    private CeremonyPlan plan(CeremonyTask task, CeremonyTerms terms) throws CeremonyStopped {
        try {
            return switch (task) {
                case CeremonyTask.Generate(var schemeCode, var tree) ->
                    CeremonyPlan.generate(scheme(schemeCode), tree(tree), terms);
                case CeremonyTask.Refresh(var base, var _, var _) -> CeremonyPlan.refresh(base(base), terms);
                case CeremonyTask.Reshare(var base, var tree, var dealers) -> {
                    var key = base(base);
                    yield switch (key.tree().qualify(parties(key, dealers))) {
                        case Qualification.Qualified(var set) -> CeremonyPlan.reshare(key, set, tree(tree), terms);
                        case Qualification.Unqualified(var why) ->
                            throw new CeremonyStopped("the dealers cannot sign together: " + why);
                    };
                }
                case CeremonyTask.Repair(var base, var lost, var helpers) -> {
                    var key = base(base);
                    yield CeremonyPlan.repair(key, parties(key, List.of(lost)).first(), parties(key, helpers), terms);
                }
            };
        } catch (IllegalArgumentException e) {
            throw new CeremonyStopped("the order cannot be followed: " + e.getMessage());
        }
    }

    private static Scheme scheme(int code) throws CeremonyStopped {
        return Scheme.ofCode(code)
                .orElseThrow(() -> new CeremonyStopped("scheme %d is not known here".formatted(code)));
    }

    private static QuorumTree tree(String text) throws CeremonyStopped {
        return switch (QuorumTree.parse(text)) {
            case Parsed.Ok<QuorumTree>(var tree) -> tree;
            case Parsed.Malformed<QuorumTree>(var offset, var expected) ->
                throw new CeremonyStopped("quorum tree at character %d: expected %s".formatted(offset, expected));
        };
    }

    private static NavigableSet<PartyId> parties(GroupKey key, List<String> names) throws CeremonyStopped {
        var parties = new TreeSet<PartyId>();
        for (var name : names)
            parties.add(key.tree()
                    .party(name)
                    .orElseThrow(() -> new CeremonyStopped("%s has no part in the key".formatted(name))));
        return parties;
    }

    /// A node with a share believes its own disk; one left behind a signing set of the epoch it knows; one without
    /// a share the signatures of all who made the epoch.
    private GroupKey base(KeyRecord shown) throws CeremonyStopped {
        if (!(Certificate.parse(shown.certificate()) instanceof Parsed.Ok<Certificate>(var certificate)))
            throw new CeremonyStopped("the order's certificate is malformed");
        var key = certificate.key();
        var own = epochs.of(key.id()).flatMap(KeyEpochs::active).map(Certificate::key);
        if (own.isPresent() && own.get().hash().equals(key.hash())) return own.get();
        if (own.isPresent() && own.get().epoch() >= key.epoch())
            throw new CeremonyStopped("the order builds on epoch %d, here epoch %d is active"
                    .formatted(key.epoch(), own.get().epoch()));
        return switch (ShownRecord.judge(shown, self.roster())) {
            case ShownEpoch.Finding.Unproved(var why) ->
                throw new CeremonyStopped("the order's certificate proves no epoch: " + why);
            case ShownEpoch.Finding.Proved(var epoch) -> {
                var known = epochs.of(key.id());
                if (known.isPresent() && !known.get().isSucceededBy(epoch))
                    throw new CeremonyStopped(
                            "the order builds on epoch %d, which no signing set of the epoch that %s here has made"
                                    .formatted(key.epoch(), own.isPresent() ? "is active" : "was last known"));
                yield key;
            }
        };
    }
}
