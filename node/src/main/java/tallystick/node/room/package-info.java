/// Room for so many at a time, fair to everybody who waits.
@NullMarked
package tallystick.node.room;

import org.jspecify.annotations.NullMarked;
