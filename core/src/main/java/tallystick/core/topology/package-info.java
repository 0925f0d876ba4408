/// Who runs the parties of a key and where, and what one of them alone could do.
@NullMarked
package tallystick.core.topology;

import org.jspecify.annotations.NullMarked;
