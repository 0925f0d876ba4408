/// Which methods may hold secrets in vectors.
@NullMarked
package tallystick.crypto.vector;

import org.jspecify.annotations.NullMarked;
