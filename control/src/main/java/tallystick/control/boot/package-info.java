/// The program: its command line, its settings, and how its parts are put together.
@NullMarked
package tallystick.control.boot;

import org.jspecify.annotations.NullMarked;
