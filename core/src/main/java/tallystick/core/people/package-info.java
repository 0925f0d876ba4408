/// People and programs that may propose and approve: their names, their keys, how well a key proves who acts.
@NullMarked
package tallystick.core.people;

import org.jspecify.annotations.NullMarked;
