/// Puts together what an auditor takes home.
@NullMarked
package tallystick.tools.evidence;

import org.jspecify.annotations.NullMarked;
