package tallystick.core.policy;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Who has to take part in the signing itself.
///
/// @param mustInclude names of nodes, or `role:` and the name of a role of nodes, of which one at least takes part
/// @param minWeight how much the signing set has to weigh, 0 if anything a key's own quorum allows will do
public record Signers(NavigableSet<String> mustInclude, int minWeight) {
    private static final Pattern NODE = Pattern.compile("(role:)?[a-z][a-z0-9-]{0,31}");
    private static final Signers ANY = of(java.util.List.of(), 0);

    /// @throws IllegalArgumentException if a name has another form or the weight is below 0: the caller's fault
    public Signers {
        mustInclude = Names.sorted(mustInclude);
        if (!mustInclude.stream().allMatch(Signers::isValid))
            throw new IllegalArgumentException("signer not of (role:)?[a-z][a-z0-9-]{0,31}");
        if (minWeight < 0 || minWeight > 1 << 16)
            throw new IllegalArgumentException("weight %d not in 0..65536".formatted(minWeight));
    }

    /// Whether a name has the form.
    public static boolean isValid(String name) {
        return NODE.matcher(name).matches();
    }

    /// Of names in any order.
    public static Signers of(Collection<String> mustInclude, int minWeight) {
        return new Signers(Names.sorted(mustInclude), minWeight);
    }

    /// Whoever the key's own quorum allows.
    public static Signers any() {
        return ANY;
    }

    /// What satisfies both.
    public Signers and(Signers other) {
        var both = new TreeSet<>(mustInclude);
        both.addAll(other.mustInclude);
        return new Signers(both, Math.max(minWeight, other.minWeight));
    }

    /// Whether every signing set that satisfies `other` satisfies this.
    public boolean isWithin(Signers other) {
        return minWeight <= other.minWeight && other.mustInclude.containsAll(mustInclude);
    }
}
