package tallystick.node.documents;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tallystick.core.governance.Activation;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.hash.Digest32;

/// The documents of a node as it shows them.
final class Shown {
    private Shown() {}

    static GovernanceStanding of(Workspace workspace, InForce inForce, Instant now, Function<Tracked, String> stands) {
        var activations = workspace.activations().values().stream()
                .sorted(Comparator.comparing(each -> each.current().kind()))
                .toList();
        return new GovernanceStanding(
                Optional.of(workspace.id()),
                inForce.policyHash(),
                activations.stream()
                        .map(Activation::current)
                        .map(DocumentVersion::of)
                        .toList(),
                workspace.awaited(now),
                activations.stream()
                        .map(Activation::prepared)
                        .flatMap(Optional<Document>::stream)
                        .map(DocumentVersion::of)
                        .toList(),
                workspace.freezes().standing().entrySet().stream()
                        .sorted(Comparator.comparing(Shown::isNarrow)
                                .thenComparing(each -> each.getValue().at(), Comparator.reverseOrder())
                                .thenComparing(Map.Entry::getKey))
                        .limit(GovernanceStanding.LIST_MAX)
                        .map(each -> new GovernanceStanding.Frozen(
                                each.getKey(),
                                Phrases.of(each.getValue().scope()),
                                each.getValue().by().name(),
                                each.getValue().reason(),
                                each.getValue().at()))
                        .toList(),
                workspace.changes().values().stream()
                        .filter(tracked -> !tracked.isOver())
                        .sorted(Comparator.comparing(Tracked::seenAt))
                        .map(tracked -> new GovernanceStanding.Open(
                                tracked.signed().change().id(),
                                tracked.signed().change().by().name(),
                                Phrases.of(tracked.signed().change().proposal()),
                                stands.apply(tracked),
                                tracked.seenAt()))
                        .toList());
    }

    /// What stops most is told first, and of the others the newest: never left out.
    private static boolean isNarrow(Map.Entry<Digest32, FreezeOrder> each) {
        return !(each.getValue().scope() instanceof FreezeScope.Workspace
                || each.getValue().scope() instanceof FreezeScope.Node);
    }
}
