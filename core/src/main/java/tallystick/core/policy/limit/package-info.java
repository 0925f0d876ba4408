/// How much of a limit is used up: counted when it is reserved, kept when it is signed, given back when it is not.
@NullMarked
package tallystick.core.policy.limit;

import org.jspecify.annotations.NullMarked;
