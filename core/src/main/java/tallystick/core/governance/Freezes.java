package tallystick.core.governance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.crypto.hash.Digest32;

/// What is frozen on one node, and which orders were lifted: an order that was lifted freezes nothing again.
///
/// **Threads** immutable.
///
/// @param standing orders by id
/// @param lifted ids of orders that ended
public record Freezes(Map<Digest32, FreezeOrder> standing, Set<Digest32> lifted) {
    /// Copies.
    public Freezes {
        standing = Map.copyOf(standing);
        lifted = Set.copyOf(lifted);
    }

    /// What a request touches.
    ///
    /// @param request id of the intent or change
    /// @param vault where it takes from
    /// @param initiator who proposed it
    /// @param node where it is judged
    public record Touched(Digest32 request, String vault, PersonId initiator, String node) {}

    /// Nothing is frozen.
    public static Freezes none() {
        return new Freezes(Map.of(), Set.of());
    }

    /// With this order too. One that is known, also as lifted, changes nothing.
    ///
    /// @return nothing if it is of another workspace or nobody who may ordered it
    /// @spec docs/spec/governance.md#GO-13 governance
    public Optional<Freezes> with(SignedFreeze signed, Digest32 workspace, Directory people) {
        var order = signed.order();
        if (!order.workspace().equals(workspace) || !signed.isOrdered(people)) return Optional.empty();
        if (standing.containsKey(order.id()) || lifted.contains(order.id())) return Optional.of(this);
        var more = new HashMap<>(standing);
        more.put(order.id(), order);
        return Optional.of(new Freezes(more, lifted));
    }

    /// With an order that this node gave itself, of a matter in which somebody gave a forged answer. One that is
    /// known, also as lifted, changes nothing.
    public Freezes imposed(FreezeOrder order) {
        if (standing.containsKey(order.id()) || lifted.contains(order.id())) return this;
        var more = new HashMap<>(standing);
        more.put(order.id(), order);
        return new Freezes(more, lifted);
    }

    /// Without the order whose end was accepted.
    ///
    /// @throws IllegalArgumentException if something else was accepted: the caller's fault
    public Freezes without(Ruling.Accepted accepted) {
        if (!(accepted.change().proposal() instanceof Proposal.Unfreeze(var order)))
            throw new IllegalArgumentException("what was accepted is no end of a freeze");
        var fewer = new HashMap<>(standing);
        fewer.remove(order);
        var more = new HashSet<>(lifted);
        more.add(order);
        return new Freezes(fewer, more);
    }

    /// The orders that stop a request; it goes on only if there is none.
    /// @spec docs/spec/governance.md#GO-14 governance
    public List<FreezeOrder> stopping(Touched touched, Directory people) {
        return standing.values().stream()
                .filter(order -> stops(order.scope(), touched, people))
                .toList();
    }

    private static boolean stops(FreezeScope scope, Touched touched, Directory people) {
        return switch (scope) {
            case FreezeScope.Request(var id) -> id.equals(touched.request());
            case FreezeScope.Vault(var name) -> name.equals(touched.vault());
            case FreezeScope.Initiator(var person) -> people.isSameHuman(person, touched.initiator());
            case FreezeScope.Node(var name) -> name.equals(touched.node());
            case FreezeScope.Workspace() -> true;
        };
    }
}
