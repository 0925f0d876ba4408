/// Quorum trees: who can sign together, and with which coefficients.
@NullMarked
package tallystick.mpc.access;

import org.jspecify.annotations.NullMarked;
