/// What one node, an auditor or anybody else makes of a request, from the same things in the same way.
@NullMarked
package tallystick.core.court;

import org.jspecify.annotations.NullMarked;
