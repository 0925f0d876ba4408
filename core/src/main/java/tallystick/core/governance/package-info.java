/// Who takes part: signed, versioned documents that every node holds.
@NullMarked
package tallystick.core.governance;

import org.jspecify.annotations.NullMarked;
