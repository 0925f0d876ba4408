package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.docket.Retrial;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.crypto.hash.Digest32;

/// Until when what was allowed may be signed.
///
/// **Why** a ruling is of one moment. An honest node rules again within a second of each message that it sends, and a
/// run lasts some seconds; nodes that lie together keep a ruling for later, when something froze or ended.
///
/// **Threads** immutable.
///
/// @param expiresAt when the request ends
/// @param touched what a freeze may stop of it
record PackLate(Instant expiresAt, Touched touched) {
    /// A run lasts at most twenty seconds; clocks are set by more.
    static final Duration RUN_MAX = Duration.ofMinutes(2);

    /// What orders are held against.
    ///
    /// @param vault it takes from; empty if that may be any
    /// @param initiators all accounts of the human who asked for it
    record Touched(Digest32 request, Optional<String> vault, Set<PersonId> initiators) {
        Touched {
            initiators = Set.copyOf(initiators);
        }
    }

    static PackLate of(Retrial.Outcome.Same same) {
        var intent = same.asked().evidence().intent();
        var people = same.standing().documents().people();
        var initiators = people.holding(intent.initiator().keyId()).stream()
                .flatMap(holding -> people.people().stream()
                        .filter(each -> each.human().equals(holding.person().human())))
                .map(Person::id)
                .collect(Collectors.toSet());
        var vault = same.asked().source().place().vault();
        return new PackLate(intent.expiresAt(), new Touched(intent.id().value(), vault, initiators));
    }

    /// Why it may not be signed at this moment; empty if it may.
    ///
    /// @param allowedAt when the node was last told to have allowed it
    /// @spec docs/spec/evidence-pack.md#EP-45 evidence-pack
    Optional<String> wrong(Instant at, Optional<Instant> allowedAt) {
        if (allowedAt.filter(allowed -> at.isAfter(allowed.plus(RUN_MAX))).isPresent())
            return Optional.of(
                    "it was signed at %s, long after it was last allowed, at %s".formatted(at, allowedAt.get()));
        if (at.isAfter(expiresAt.plus(RUN_MAX)))
            return Optional.of("it was signed at %s, and the request ended at %s".formatted(at, expiresAt));
        return Optional.empty();
    }

    /// Whether an order stops it at that node, or any node that signs with it.
    boolean isStoppedBy(FreezeOrder order, String node, List<String> signers) {
        return switch (order.scope()) {
            case FreezeScope.Request(var id) -> id.equals(touched.request());
            case FreezeScope.Vault(var name) ->
                touched.vault().isEmpty() || touched.vault().get().equals(name);
            case FreezeScope.Initiator(var person) -> touched.initiators().contains(person);
            case FreezeScope.Node(var name) -> name.equals(node) || signers.contains(name);
            case FreezeScope.Workspace() -> true;
        };
    }
}
