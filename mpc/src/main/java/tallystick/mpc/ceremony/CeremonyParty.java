package tallystick.mpc.ceremony;

import java.util.Optional;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.SessionId;

/// One participant with all it brings to a ceremony.
///
/// @param self its number in the plan
/// @param identity its own identity key
/// @param roster everybody's identity keys, by the plan's numbers
/// @param share its share of the base key: dealers of a refresh, reshare or repair, and every owner on repair but the
///     lost one; stays the caller's
/// @param occasions on which it has spoken, durably: each run is begun once
/// @param entropy where chance comes from
/// @param home memory for the new share; outlives the run
public record CeremonyParty(
        PartyId self,
        PartyIdentity identity,
        Roster roster,
        Optional<KeyShare> share,
        Occasions occasions,
        Entropy entropy,
        SecretMemory home) {

    /// @throws IllegalArgumentException if the share is missing, closed, or of another key, epoch or party: the
    ///     caller's fault
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
        if (held.isClosed()) throw new IllegalArgumentException("the share of %s is closed".formatted(self));
    }

    /// Why this party may not begin a run, if so; if not, that it has begun is written down by now.
    ///
    /// **Why** the session follows from what was agreed. A party that ran it twice, with other chance, would have
    /// signed two broadcasts of one session and one round, which is proof that it is a cheat.
    ///
    /// @spec docs/spec/ceremony.md#CE-30 ceremony
    Optional<Blame> whyNotBegin(SessionId session) {
        return switch (occasions.note(session.value())) {
            case FIRST -> Optional.empty();
            case REPEATED ->
                Optional.of(Blame.unattributed(
                        Fault.SPOKEN_BEFORE, "this run was begun here before: agree on a plan anew"));
            case UNAVAILABLE ->
                Optional.of(Blame.unattributed(
                        Fault.RECORD_UNAVAILABLE, "that this run begins cannot be written down: nothing was said"));
        };
    }

    /// Signs one value for its receiver.
    SignedValue sign(ValueStatement statement, Scalar value) {
        return new SignedValue(statement.leaf(), value, identity.sign(statement.digest(value)));
    }
}
