package tallystick.core.court;

import java.util.List;
import java.util.stream.Stream;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.policy.matter.Matter;

/// Which freezes stop a matter.
final class Stopped {
    private static final String NOWHERE = "";

    private Stopped() {}

    /// Those that do, in words. What is taken from no named vault may be any vault's.
    /// @spec docs/spec/governance.md#GO-14 governance
    /// @spec docs/spec/court.md#CO-7 court
    static List<String> by(Standing standing, Matter matter) {
        var asked = matter.asked();
        var vault = asked.source().place().vault();
        var touched = new Freezes.Touched(
                asked.intent().value(), vault.orElse(NOWHERE), asked.initiator().person(), standing.node());
        var stopping = standing.freezes().stopping(touched, standing.documents().people());
        var ofVaults = standing.freezes().standing().values().stream()
                .filter(each -> vault.isEmpty() && each.scope() instanceof FreezeScope.Vault);
        return Stream.concat(stopping.stream(), ofVaults)
                .map(order -> "%s by %s, order %s".formatted(words(order.scope()), order.by(), order.id()))
                .toList();
    }

    private static String words(FreezeScope scope) {
        return switch (scope) {
            case FreezeScope.Request _ -> "the request";
            case FreezeScope.Vault(var name) -> "the vault " + name;
            case FreezeScope.Initiator(var person) -> "the initiator " + person;
            case FreezeScope.Node(var name) -> "the node " + name;
            case FreezeScope.Workspace() -> "the workspace";
        };
    }
}
