/// The two groups, their points and scalars, public and secret.
@NullMarked
package tallystick.crypto.curve;

import org.jspecify.annotations.NullMarked;
