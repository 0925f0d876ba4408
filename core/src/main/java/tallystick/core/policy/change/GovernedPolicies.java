package tallystick.core.policy.change;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.places.Places;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// What governance has to know of policies, read from their canonical texts.
///
/// **Threads** stateless.
public final class GovernedPolicies implements Policies {
    /// Whether it is the canonical text of a policy of this number: every other spelling would be another document with
    /// the same policy in it.
    /// @spec docs/spec/governance.md#GO-1 governance
    @Override
    public boolean isGood(Bytes content, int version) {
        return PolicyFile.parse(content) instanceof Parsed.Ok<Policy>(var policy)
                && policy.version() == version
                && PolicyText.canonical(policy).equals(content);
    }

    /// What cannot be read fits nothing.
    /// @spec docs/spec/places.md#PL-3 places
    @Override
    public boolean fits(Bytes policy, Bytes places) {
        return PolicyFile.parse(policy) instanceof Parsed.Ok<Policy>(var own)
                && Places.parse(places) instanceof Parsed.Ok<Places>(var inside)
                && inside.fits(own);
    }

    /// Whatever cannot be compared loosens.
    /// @spec docs/spec/governance.md#GO-24 governance
    @Override
    public Direction direction(Bytes before, Bytes after) {
        if (!(PolicyFile.parse(before) instanceof Parsed.Ok<Policy>(var was))
                || !(PolicyFile.parse(after) instanceof Parsed.Ok<Policy>(var is))) return Direction.LOOSEN;
        return switch (PolicyChange.between(was, is).direction()) {
            case TIGHTEN -> Direction.TIGHTEN;
            case LOOSEN -> Direction.LOOSEN;
        };
    }

    /// What cannot be compared may.
    /// @spec docs/spec/policy.md#PO-22 policy
    @Override
    public boolean mayDenyChanges(Bytes before, Bytes after) {
        return !(PolicyFile.parse(before) instanceof Parsed.Ok<Policy>(var was))
                || !(PolicyFile.parse(after) instanceof Parsed.Ok<Policy>(var is))
                || Say.mayDeny(was, is);
    }

    /// By what cannot be read nothing is possible.
    /// @spec docs/spec/governance.md#GO-26 governance
    @Override
    public Map<Remedy, Outlook> outlook(Constitution by, Proposing enough) {
        return PolicyFile.parse(by.policy()) instanceof Parsed.Ok<Policy>(var policy)
                ? Outlooks.of(policy, by.left(), nextHour(by.from()), enough)
                : Map.of();
    }

    /// The full hour at a moment or after it, from which on hours are tried: what is found for it is found for all
    /// moments of an hour.
    public static Instant nextHour(Instant moment) {
        var hour = moment.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(moment) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }
}
