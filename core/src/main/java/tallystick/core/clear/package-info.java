/// Effects in plain words, safe to look at, and the comparison code: the same bytes on node, console and command line.
@NullMarked
package tallystick.core.clear;

import org.jspecify.annotations.NullMarked;
