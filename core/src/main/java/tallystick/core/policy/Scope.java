package tallystick.core.policy;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A place in the organisation: all of it, one workspace, one vault in it, one wallet in that.
///
/// **Form** each name as [Names#isValid]; no inner one without the outer ones.
///
/// @param org the organisation
public record Scope(String org, Optional<String> workspace, Optional<String> vault, Optional<String> wallet) {
    /// @throws IllegalArgumentException if a name has another form or an outer one is missing: the caller's fault
    public Scope {
        Names.check("organisation", org);
        workspace.ifPresent(name -> Names.check("workspace", name));
        vault.ifPresent(name -> Names.check("vault", name));
        wallet.ifPresent(name -> Names.check("wallet", name));
        if (vault.isPresent() && workspace.isEmpty() || wallet.isPresent() && vault.isEmpty())
            throw new IllegalArgumentException("a place inside one that is not named");
    }

    /// The whole organisation.
    public static Scope of(String org) {
        return new Scope(org, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A workspace of it.
    public static Scope of(String org, String workspace) {
        return new Scope(org, Optional.of(workspace), Optional.empty(), Optional.empty());
    }

    /// A vault of a workspace.
    public static Scope of(String org, String workspace, String vault) {
        return new Scope(org, Optional.of(workspace), Optional.of(vault), Optional.empty());
    }

    /// How many names it has, 1..4.
    public int depth() {
        return 1 + (workspace.isPresent() ? 1 : 0) + (vault.isPresent() ? 1 : 0) + (wallet.isPresent() ? 1 : 0);
    }

    /// Whether `other` is this place or one inside it.
    public boolean covers(Scope other) {
        return org.equals(other.org)
                && (workspace.isEmpty() || workspace.equals(other.workspace))
                && (vault.isEmpty() || vault.equals(other.vault))
                && (wallet.isEmpty() || wallet.equals(other.wallet));
    }

    @Override
    public String toString() {
        return Stream.of(Optional.of(org), workspace, vault, wallet)
                .flatMap(Optional::stream)
                .collect(Collectors.joining("/"));
    }
}
