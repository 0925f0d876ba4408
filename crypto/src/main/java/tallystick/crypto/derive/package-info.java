/// Public key derivation: paths, extended public keys, tweaks.
@NullMarked
package tallystick.crypto.derive;

import org.jspecify.annotations.NullMarked;
