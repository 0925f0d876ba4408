/// The one place where what is signed and how meet: nothing signs without an Authorized from here.
@NullMarked
package tallystick.node.gate;

import org.jspecify.annotations.NullMarked;
