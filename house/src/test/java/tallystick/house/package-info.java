/// The house rules as tests: arrows, the pure middle, tidiness, and docs that say what is so.
@NullMarked
package tallystick.house;

import org.jspecify.annotations.NullMarked;
