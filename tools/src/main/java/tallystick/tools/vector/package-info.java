/// Files of recorded objects, as several commands read them.
@NullMarked
package tallystick.tools.vector;

import org.jspecify.annotations.NullMarked;
