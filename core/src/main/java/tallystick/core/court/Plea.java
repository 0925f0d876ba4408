package tallystick.core.court;

import java.util.List;
import tallystick.core.approval.Approval;
import tallystick.core.facts.SignedFact;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.matter.Matter;
import tallystick.crypto.hash.Digest32;

/// What is heard of a request once it is known who proposes what.
///
/// @param matter what would be done, read from the bytes
/// @param approvals what people say to it, not yet verified
/// @param facts what is said of the world, not yet verified
/// @param accounts whom the organisation knows
/// @param objections what was found against it already
/// @param evidence hash of all that was brought
public record Plea(
        Matter matter,
        List<Approval> approvals,
        List<SignedFact> facts,
        KnownAccounts accounts,
        List<Reason> objections,
        Digest32 evidence) {
    /// Copies.
    public Plea {
        approvals = List.copyOf(approvals);
        facts = List.copyOf(facts);
        objections = List.copyOf(objections);
    }
}
