package tallystick.mpc.ceremony;

import java.util.Optional;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// One participant with all it brings to a ceremony.
///
/// @param self its number in the plan
/// @param identity its own identity key
/// @param roster everybody's identity keys, by the plan's numbers
/// @param share its share of the base key: dealers of a refresh, reshare or repair, and every owner on repair but the
///     lost one; stays the caller's
/// @param entropy where chance comes from
/// @param home memory for the new share; outlives the run
public record CeremonyParty(
        PartyId self,
        PartyIdentity identity,
        Roster roster,
        Optional<KeyShare> share,
        Entropy entropy,
        SecretMemory home) {

    /// @throws IllegalArgumentException if the share is missing or of another key, epoch or party: the caller's fault
    /// @spec docs/spec/ceremony.md#CE-25 ceremony
    void check(CeremonyPlan plan) {
        if (!plan.parties().contains(self))
            throw new IllegalArgumentException("%s has no part in the plan".formatted(self));
        var needed = plan.base().isPresent()
                && (plan.dealers().contains(self)
                        || plan.kind() == CeremonyKind.REPAIR
                                && !plan.lost().orElseThrow().equals(self));
        if (needed && share.isEmpty())
            throw new IllegalArgumentException("%s brings no share of the base key".formatted(self));
        if (!needed) return;
        var held = share.orElseThrow();
        if (!held.key().hash().equals(plan.base().orElseThrow().hash()))
            throw new IllegalArgumentException("share of epoch %d is not of the base key, epoch %d"
                    .formatted(held.key().epoch(), plan.baseEpoch()));
        if (!held.self().equals(plan.baseNumberOf(self).orElseThrow()))
            throw new IllegalArgumentException("share of %s, not of %s".formatted(held.self(), self));
    }

    /// Signs one value for its receiver.
    SignedValue sign(ValueStatement statement, Scalar value) {
        return new SignedValue(statement.leaf(), value, identity.sign(statement.digest(value)));
    }
}
