/// What a node keeps of each ruling of its court, so that anybody can rule again: the docket.
@NullMarked
package tallystick.core.docket;

import org.jspecify.annotations.NullMarked;
