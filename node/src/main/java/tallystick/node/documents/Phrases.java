package tallystick.node.documents;

import java.util.Locale;
import java.util.stream.Collectors;
import tallystick.core.approval.Lacking;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;

/// Documents, freezes and rulings in words.
final class Phrases {
    private Phrases() {}

    static String of(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String of(FreezeScope scope) {
        return switch (scope) {
            case FreezeScope.Request(var id) -> "request " + id;
            case FreezeScope.Vault(var name) -> "vault " + name;
            case FreezeScope.Initiator(var person) -> "initiator " + person.name();
            case FreezeScope.Node(var name) -> "node " + name;
            case FreezeScope.Workspace() -> "workspace";
        };
    }

    static String of(Proposal proposal) {
        return switch (proposal) {
            case Proposal.NewDocument(var document) ->
                "%s version %d from %s".formatted(of(document.kind()), document.version(), document.effectiveFrom());
            case Proposal.Unfreeze(var order) -> "end of freeze " + order;
            case Proposal.BreakGlass(var policy, var lasts) -> "broken glass for %s by %s".formatted(lasts, policy);
        };
    }

    static String of(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Accepted accepted -> "accepted, from " + accepted.from();
            case Ruling.Waiting(var until) -> "approved, waits until " + until;
            case Ruling.Open(var lacking) ->
                "lacks approvals: " + lacking.stream().map(Phrases::of).collect(Collectors.joining("; "));
            case Ruling.Rejected(var by) -> "rejected by " + by.name();
            case Ruling.Refused(var why) ->
                "refused: " + why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static String of(Lacking lacking) {
        return "%d more of %s".formatted(lacking.missing(), lacking.term().group());
    }
}
