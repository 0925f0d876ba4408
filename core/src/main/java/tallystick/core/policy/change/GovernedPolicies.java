package tallystick.core.policy.change;

import java.util.Optional;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Survey;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// What governance has to know of policies, read from their canonical texts.
///
/// **Threads** any, but for what is asked [#atOnce].
public final class GovernedPolicies implements Policies {
    /// What is in force and what comes after it, of two policies and people.
    private static final int AT_ONCE_MAX = 4;

    private final Lately<Optional<Outlooks>> policies;
    private final Lately<Directory> people;

    /// By which each question is answered anew.
    public GovernedPolicies() {
        this(0);
    }

    private GovernedPolicies(int kept) {
        policies = new Lately<>(kept, GovernedPolicies::ready);
        people = new Lately<>(kept, content -> Directory.parse(content).orThrow());
    }

    @Override
    public GovernedPolicies atOnce() {
        return new GovernedPolicies(AT_ONCE_MAX);
    }

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
    public Survey outlook(Constitution by, Proposing enough) {
        return policies.of(by.policy())
                .map(policy -> policy.survey(by.left(people.of(by.people())), Constitution.nextHour(by.from()), enough))
                .orElse(Survey.NOTHING);
    }

    private static Optional<Outlooks> ready(Bytes content) {
        return PolicyFile.parse(content) instanceof Parsed.Ok<Policy>(var policy)
                ? Optional.of(Outlooks.by(policy))
                : Optional.empty();
    }
}
