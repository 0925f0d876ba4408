/// How this process's log records become lines: for people or for programs, and never more than a line each.
@NullMarked
package tallystick.node.logging;

import org.jspecify.annotations.NullMarked;
