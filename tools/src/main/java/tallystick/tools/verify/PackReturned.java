package tallystick.tools.verify;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tallystick.core.audit.AuditEvent;
import tallystick.tools.pack.LogWalk;

/// Nodes that came back with another log: it begins anew, and another node's log tells that an operator had it believe
/// that one.
///
/// **Why** a node that was restored has nothing to show of before; that it was, is not its own word alone.
///
/// **Threads** one.
final class PackReturned {
    private final Map<String, Instant> began = new HashMap<>();
    private final Map<String, Cleared> cleared = new HashMap<>();

    private record Cleared(String by, Instant at) {}

    /// The next entry of any log.
    void saw(LogWalk.Found found) {
        var at = found.entry().at();
        if (found.index() == 0) began.put(found.node(), at);
        if (found.entry().event() instanceof AuditEvent.PeerCleared said
                && !said.peer().equals(found.node())) cleared.put(said.peer(), new Cleared(found.node(), at));
    }

    /// That this node came back after that moment, in words; empty if nothing tells so.
    /// @spec docs/spec/evidence-pack.md#EP-40 evidence-pack
    Optional<String> after(String node, Instant at) {
        var begun = Optional.ofNullable(began.get(node)).filter(at::isBefore);
        return Optional.ofNullable(cleared.get(node))
                .filter(each -> begun.isPresent() && !each.at().isBefore(at))
                .map(each -> "its log begins only at %s, and %s was told at %s to believe that one"
                        .formatted(begun.get(), each.by(), each.at()));
    }
}
