/// FROST: threshold Schnorr and EdDSA signatures in two rounds.
@NullMarked
package tallystick.mpc.frost;

import org.jspecify.annotations.NullMarked;
