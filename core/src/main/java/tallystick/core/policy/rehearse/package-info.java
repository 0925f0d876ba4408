/// What a policy would decide: of one matter that is only thought of, and of those that were decided before.
@NullMarked
package tallystick.core.policy.rehearse;

import org.jspecify.annotations.NullMarked;
