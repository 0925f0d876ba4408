/// Finding and binding the native group libraries: the only place in `crypto` that touches files.
@NullMarked
package tallystick.crypto.nativelib;

import org.jspecify.annotations.NullMarked;
