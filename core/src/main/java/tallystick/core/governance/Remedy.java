package tallystick.core.governance;

import java.util.EnumSet;
import java.util.Set;
import tallystick.core.people.Directory;
import tallystick.core.policy.Activity;

/// What has to stay possible, so that whatever is wrong can be mended.
///
/// @spec docs/spec/governance.md#GO-26 governance
public enum Remedy {
    /// Another policy.
    CHANGE_POLICY(Activity.POLICY_CHANGE),
    /// Other people.
    CHANGE_PEOPLE(Activity.USER_ROLE_CHANGE),
    /// The end of a freeze.
    END_FREEZE(Activity.UNFREEZE),
    /// The policy for emergencies for a time.
    BREAK_GLASS(Activity.POLICY_CHANGE),
    /// A roster without one of the nodes.
    REMOVE_NODE(Activity.USER_ROLE_CHANGE);

    /// Those without which a workspace does not begin: by them all else comes about.
    public static final Set<Remedy> NEEDED = Set.copyOf(EnumSet.of(CHANGE_POLICY, CHANGE_PEOPLE, END_FREEZE));

    private final Activity activity;

    Remedy(Activity activity) {
        this.activity = activity;
    }

    /// As what a policy is asked about it.
    public Activity activity() {
        return activity;
    }

    /// What it needs in any case.
    ///
    /// @param people in force
    /// @spec docs/spec/governance.md#GO-9 governance
    public Least least(Directory people) {
        return switch (this) {
            case CHANGE_POLICY, CHANGE_PEOPLE -> Least.LOOSEN;
            case END_FREEZE -> Least.UNFREEZE;
            case BREAK_GLASS -> Least.BREAK_GLASS;
            case REMOVE_NODE -> Least.removal(people);
        };
    }
}
