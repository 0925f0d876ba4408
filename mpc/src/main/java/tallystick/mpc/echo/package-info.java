/// Echo broadcast: all parties saw the same message, or nobody goes on.
@NullMarked
package tallystick.mpc.echo;

import org.jspecify.annotations.NullMarked;
