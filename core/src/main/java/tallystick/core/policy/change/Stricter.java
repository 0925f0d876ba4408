package tallystick.core.policy.change;

import java.util.Optional;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Limit;

/// Whether what is asked for afterwards is at least what was asked for before.
///
/// @param before the policy before
/// @param after the policy after
record Stricter(Named before, Named after) {
    /// @spec docs/spec/policy.md#PO-17 policy
    boolean demands(Demands were, Demands are) {
        return were.approvals().stream()
                        .allMatch(term -> are.approvals().stream().anyMatch(each -> term(term, each)))
                && are.facts().containsAll(were.facts())
                && were.delay().min().compareTo(are.delay().min()) <= 0
                && are.delay().cancelBy().containsAll(were.delay().cancelBy())
                && before.areNoMore(were.delay().cancelBy(), after, are.delay().cancelBy())
                && conditions(were, are);
    }

    /// Signers and expiry.
    static boolean conditions(Demands were, Demands are) {
        return were.signers().isWithin(are.signers()) && Narrower.noLonger(are.expiresIn(), were.expiresIn());
    }

    /// The same people, for the no of each of them ends a request; the same order, for it says what others wait for;
    /// the same group by name, for what several groups are asked for is given by different people, whoever is in
    /// them.
    private static boolean term(ApprovalTerm was, ApprovalTerm is) {
        return is.group().equals(was.group())
                && is.members().equals(was.members())
                && is.min() >= was.min()
                && (is.isInitiatorExcluded() || !was.isInitiatorExcluded())
                && is.strength().meets(was.strength())
                && is.order() == was.order();
    }

    /// Of limits of one name: another count begins at nothing, so what tells counts apart stays.
    /// @spec docs/spec/policy.md#PO-17 policy
    boolean limit(Limit was, Limit is) {
        return measure(was.measure(), is.measure())
                && is.max().compareTo(was.max()) <= 0
                && window(was.window(), is.window())
                && is.per().equals(was.per())
                && freeze(was.freeze(), is.freeze())
                && (is.onExceed().isEmpty()
                        || was.onExceed().isPresent()
                                && demands(was.onExceed().get(), is.onExceed().get()));
    }

    /// Whether a burst freezes as much as before, or more.
    private static boolean freeze(Optional<Limit.Freeze> was, Optional<Limit.Freeze> is) {
        return was.isEmpty() || is.isPresent() && is.get().compareTo(was.get()) >= 0;
    }

    private static boolean measure(Limit.Measure was, Limit.Measure is) {
        return switch (was) {
            case Limit.Measure.Fiat(var currency, var ageMax) ->
                is instanceof Limit.Measure.Fiat(var sameCurrency, var otherAgeMax)
                        && currency.equals(sameCurrency)
                        && Narrower.noLonger(otherAgeMax, ageMax);
            case Limit.Measure.BaseUnits _, Limit.Measure.Count _ -> was.equals(is);
        };
    }

    private static boolean window(Limit.Window was, Limit.Window is) {
        if (is.equals(was) || is instanceof Limit.Window.Lifetime) return true;
        return switch (was) {
            case Limit.Window.Rolling(var length) ->
                is instanceof Limit.Window.Rolling(var other) && other.compareTo(length) >= 0;
            case Limit.Window.Calendar(var zone, var unit) ->
                is instanceof Limit.Window.Calendar(var otherZone, var _)
                        && zone.equals(otherZone)
                        && unit == Limit.Unit.DAY;
            case Limit.Window.Lifetime _ -> false;
        };
    }
}
