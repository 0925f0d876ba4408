/// What changes from one version of a policy to the next, and whether each change provably only tightens.
@NullMarked
package tallystick.core.policy.change;

import org.jspecify.annotations.NullMarked;
