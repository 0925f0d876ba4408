/// People who use control in a browser: who they are, as nodes have it, and how they sign in.
@NullMarked
package tallystick.control.people;

import org.jspecify.annotations.NullMarked;
