/// Threshold ECDSA from oblivious transfer: base OT, extension, VOLE, pool, signing.
@NullMarked
package tallystick.mpc.ecdsa;

import org.jspecify.annotations.NullMarked;
