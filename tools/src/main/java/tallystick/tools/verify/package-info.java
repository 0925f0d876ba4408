/// Reads and judges what nodes have published, offline: from files and the signed roster alone.
@NullMarked
package tallystick.tools.verify;

import org.jspecify.annotations.NullMarked;
