/// Says in plain sentences why a matter is decided as it is: which rule decided, and what every other rule missed.
@NullMarked
package tallystick.core.policy.explain;

import org.jspecify.annotations.NullMarked;
