package tallystick.node.epochs;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.places.Places;
import tallystick.core.topology.Weakness;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.RefreshCause;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.AuditLog;
import tallystick.node.quarantine.Quarantines;

/// Keeps shares that are out of use out of ceremonies, and keys out of one hand; has each order spoken on once, and
/// writes down why shares are made anew.
///
/// @param quarantines what is out of use
/// @param log where reasons go
/// @param occasions the orders on which this node has spoken
/// @param places of the workspace, by which it is known in whose hands nodes are and to which trees keys may be
/// reshared; none before it has begun
public record CeremonyGuard(
        Quarantines quarantines, AuditLog log, Occasions occasions, Supplier<Optional<Places>> places) {
    /// Lets a ceremony begin.
    ///
    /// @param by the role of who ordered it
    /// @param here the epoch of its key that is active here, if the key is known
    /// @throws CeremonyStopped if a share that is out of use would take part, or the disk fails
    /// @spec docs/spec/quarantine.md#QU-6 quarantine
    void admit(CeremonyOrder order, Member.Role by, CeremonyPlan plan, Optional<Integer> here) throws CeremonyStopped {
        var why = contributors(order.task(), by, plan).stream()
                .flatMap(name -> whyNot(plan, here, name).stream())
                .findFirst();
        if (why.isPresent()) throw new CeremonyStopped(why.get());
        if (order.task() instanceof CeremonyTask.Reshare) named(plan);
        if (order.task() instanceof CeremonyTask.Generate || order.task() instanceof CeremonyTask.Reshare)
            apart(plan.tree());
        if (order.task() instanceof CeremonyTask.Refresh(var _, var cause, var words)
                && plan.base().isPresent())
            write(new AuditEvent.RefreshBegun(
                    plan.base().get().id(), plan.base().get().epoch(), order.operator(), cause.toString(), words));
    }

    /// @throws CeremonyStopped if somebody who would own a new key is in quarantine by now
    void lookAgain(CeremonyPlan plan) throws CeremonyStopped {
        if (plan.base().isPresent()) return;
        var why = plan.owners().stream()
                .flatMap(owner -> quarantines.whyNotAtAll(plan.nameOf(owner)).stream())
                .findFirst();
        if (why.isPresent()) throw new CeremonyStopped(why.get());
    }

    /// A key of one hand is none of several, whatever its tree says. Where the organisation says nothing of any node
    /// it is not asked; where it does, it has to of each.
    /// @spec docs/spec/places.md#PL-8 places
    private void apart(QuorumTree tree) throws CeremonyStopped {
        var inForce = places.get().orElseGet(() -> Places.none(1));
        if (inForce.stations().isEmpty()) return;
        var names = tree.parties().stream().map(tree::nameOf).toList();
        var grave = inForce
                .topology(names)
                .weaknesses(set -> Coverage.satisfiedBy(tree, set), set -> Coverage.satisfiedBy(tree, set))
                .stream()
                .filter(Weakness::isGrave)
                .findFirst();
        if (grave.isPresent())
            throw new CeremonyStopped("by the document of places this key would be in one hand: "
                    + grave.get().sentence());
    }

    /// What a policy asks of signing sets is worth what the tree is: by one that people did not name, whoever orders
    /// ceremonies would decide who signs.
    /// @spec docs/spec/places.md#PL-9 places
    private void named(CeremonyPlan plan) throws CeremonyStopped {
        var inForce = places.get();
        if (inForce.isEmpty() || plan.base().isEmpty()) return;
        var key = plan.base().get();
        if (plan.tree().equals(key.tree())
                || inForce.get().mayBeReshared(key.id(), plan.tree().toString())) return;
        throw new CeremonyStopped(
                "the document of places in force names no such tree for this key: propose places (governance propose"
                        + " --places) with the tree \"%s\" of key %s, and reshare once they are in force"
                                .formatted(plan.tree(), key.id()));
    }

    /// Of an epoch that is not known here nobody told this node that a share of it is a new one.
    private Optional<String> whyNot(CeremonyPlan plan, Optional<Integer> here, String name) {
        return plan.base()
                .map(key -> quarantines.whyNot(key.id(), Math.min(key.epoch(), here.orElse(key.epoch())), name))
                .orElseGet(() -> quarantines.whyNotAtAll(name));
    }

    /// Those whose present share, or whose good faith in making the first, the ceremony builds on.
    private static List<String> contributors(CeremonyTask task, Member.Role by, CeremonyPlan plan) {
        return switch (task) {
            case CeremonyTask.Refresh(var _, var cause, var _)
            when cause == RefreshCause.INCIDENT && by == Member.Role.OPERATOR -> List.of();
            case CeremonyTask.Refresh _, CeremonyTask.Generate _ ->
                plan.parties().stream().map(plan::nameOf).toList();
            case CeremonyTask.Reshare(var _, var _, var dealers) -> dealers;
            case CeremonyTask.Repair(var _, var _, var helpers) -> helpers;
        };
    }

    private void write(AuditEvent event) throws CeremonyStopped {
        try {
            log.append(event);
        } catch (StoreUnavailable e) {
            throw new CeremonyStopped("this node's disk cannot be written: its operator must look at it");
        }
    }
}
