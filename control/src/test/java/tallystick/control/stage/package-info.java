/// A whole organisation for a browser to meet.
@NullMarked
package tallystick.control.stage;

import org.jspecify.annotations.NullMarked;
