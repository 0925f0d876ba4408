/// What a party holds of a key, and what everybody knows of it.
@NullMarked
package tallystick.mpc.key;

import org.jspecify.annotations.NullMarked;
