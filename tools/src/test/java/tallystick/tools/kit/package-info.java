/// What tests of the tools share.
@NullMarked
package tallystick.tools.kit;

import org.jspecify.annotations.NullMarked;
