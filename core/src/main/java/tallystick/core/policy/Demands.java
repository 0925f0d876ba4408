package tallystick.core.policy;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/// What one rule asks for before something it matches may be signed. Of an ALLOW only signers and expiry: they are the
/// conditions of its admission.
///
/// @param approvals so many people of these groups
/// @param signers who takes part in the signing
/// @param delay how long it waits
/// @param expiresIn how long it may be signed after it was first seen
/// @param facts what has to be established
public record Demands(
        List<ApprovalTerm> approvals,
        Signers signers,
        Delay delay,
        Optional<Duration> expiresIn,
        NavigableSet<FactKind> facts) {
    private static final Demands NONE =
            new Demands(List.of(), Signers.any(), Delay.none(), Optional.empty(), Names.sorted(List.<FactKind>of()));

    /// @throws IllegalArgumentException if it expires at once: the caller's fault
    public Demands {
        approvals = List.copyOf(approvals);
        facts = Names.sorted(facts);
        if (expiresIn.isPresent() && !expiresIn.get().isPositive())
            throw new IllegalArgumentException("an expiry of no time");
    }

    /// Nothing.
    public static Demands none() {
        return NONE;
    }

    /// Whether it asks for something that only a REQUIRE or a LIMIT may ask for.
    public boolean hasMoreThanConditions() {
        return !approvals.isEmpty() || !delay.equals(Delay.none()) || !facts.isEmpty();
    }
}
