package tallystick.node.documents;

import tallystick.core.governance.Constitution;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Survey;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.core.policy.json.PolicyFile;
import tallystick.crypto.codec.Bytes;

/// Policies as governance has to know them.
final class PolicyReader implements Policies {
    static final PolicyReader INSTANCE = new PolicyReader(new GovernedPolicies());

    private final GovernedPolicies governed;

    private PolicyReader(GovernedPolicies governed) {
        this.governed = governed;
    }

    @Override
    public PolicyReader atOnce() {
        return new PolicyReader(governed.atOnce());
    }

    /// The organisation's own policy in its canonical text: a workspace has one.
    @Override
    public boolean isGood(Bytes content, int version) {
        return governed.isGood(content, version) && policy(content).scope().depth() == 1;
    }

    @Override
    public boolean fits(Bytes policy, Bytes places) {
        return governed.fits(policy, places);
    }

    @Override
    public Direction direction(Bytes before, Bytes after) {
        return governed.direction(before, after);
    }

    @Override
    public boolean mayDenyChanges(Bytes before, Bytes after) {
        return governed.mayDenyChanges(before, after);
    }

    @Override
    public Survey outlook(Constitution by, Proposing enough) {
        return governed.outlook(by, enough);
    }

    /// A policy that was found good before.
    static Policy policy(Bytes content) {
        return PolicyFile.parse(content).orThrow();
    }
}
