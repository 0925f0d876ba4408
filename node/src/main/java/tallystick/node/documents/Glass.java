package tallystick.node.documents;

import java.time.Instant;
import tallystick.core.governance.GlassWindow;

/// Broken glass: for a time the emergency policy is in the place of the policy.
record Glass(GlassWindow window) {
    boolean isBroken(Instant now) {
        return window.holds(now);
    }
}
