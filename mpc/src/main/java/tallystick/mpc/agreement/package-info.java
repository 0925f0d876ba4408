/// What every run begins with: the same set-up, and fresh bytes of everybody.
@NullMarked
package tallystick.mpc.agreement;

import org.jspecify.annotations.NullMarked;
