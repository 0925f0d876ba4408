/// What tests of core share.
@NullMarked
package tallystick.core.kit;

import org.jspecify.annotations.NullMarked;
