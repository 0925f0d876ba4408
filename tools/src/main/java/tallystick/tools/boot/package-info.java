/// The command line's entrance.
@NullMarked
package tallystick.tools.boot;

import org.jspecify.annotations.NullMarked;
