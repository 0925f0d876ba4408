/// Who asked control for what, and what nodes wrote down.
@NullMarked
package tallystick.control.audit;

import org.jspecify.annotations.NullMarked;
