/// Judges: from what is asked, the policies of the place, what is established and the clock, to a decision with its
/// trace, and to nothing else.
@NullMarked
package tallystick.core.policy.judge;

import org.jspecify.annotations.NullMarked;
