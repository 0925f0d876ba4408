/// Who asked control for what.
@NullMarked
package tallystick.control.audit;

import org.jspecify.annotations.NullMarked;
