/// The life of a withdrawal as a pure state machine.
@NullMarked
package tallystick.control.life;

import org.jspecify.annotations.NullMarked;
