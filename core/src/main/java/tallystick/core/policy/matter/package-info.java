/// What is judged: what somebody wants to do, in the words of rules.
@NullMarked
package tallystick.core.policy.matter;

import org.jspecify.annotations.NullMarked;
