package tallystick.core.policy.judge;

import tallystick.core.policy.Policy;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.json.PolicyText;

/// A policy made ready to judge by.
///
/// **Why** made once for each version: what it takes to find the rules that matter among ten thousand is not done again
/// for each request.
///
/// **Threads** immutable.
public final class Level {
    private final Policy policy;
    private final PolicyHash hash;
    private final RuleIndex index;

    private Level(Policy policy) {
        this.policy = policy;
        hash = PolicyText.hash(policy);
        index = new RuleIndex(policy);
    }

    /// Of one version of a policy.
    public static Level of(Policy policy) {
        return new Level(policy);
    }

    /// The document.
    public Policy policy() {
        return policy;
    }

    /// Which version it is.
    public PolicyHash hash() {
        return hash;
    }

    RuleIndex index() {
        return index;
    }
}
