/// One true withdrawal on this machine, from key generation to a mined transaction, with real processes.
@NullMarked
package tallystick.demo;

import org.jspecify.annotations.NullMarked;
