/// Canonical bytes: how public values are written, read and refused.
@NullMarked
package tallystick.crypto.codec;

import org.jspecify.annotations.NullMarked;
