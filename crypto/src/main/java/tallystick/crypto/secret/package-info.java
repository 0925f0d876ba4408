/// Memory off the heap that holds secrets, and the sources of chance.
@NullMarked
package tallystick.crypto.secret;

import org.jspecify.annotations.NullMarked;
