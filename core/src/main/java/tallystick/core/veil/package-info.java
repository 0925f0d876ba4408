/// What stands in evidence in the place of a personal text, and what opens it: erased, it leaves every proof as it was.
@NullMarked
package tallystick.core.veil;

import org.jspecify.annotations.NullMarked;
