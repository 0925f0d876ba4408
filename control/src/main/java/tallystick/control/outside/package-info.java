/// Calls to places that somebody else names: where they may lead, and the line there.
@NullMarked
package tallystick.control.outside;

import org.jspecify.annotations.NullMarked;
