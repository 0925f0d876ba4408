/// By how much clocks may differ.
@NullMarked
package tallystick.core.clock;

import org.jspecify.annotations.NullMarked;
