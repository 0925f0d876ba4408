package tallystick.node.documents;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import tallystick.core.governance.Activation;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.wire.GovernanceStanding;

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
                        .sorted(java.util.Map.Entry.comparingByKey())
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
}
