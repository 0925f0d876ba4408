/// The operator's command line: identities, rosters, ceremonies, signing, status.
@NullMarked
package tallystick.tools.operator;

import org.jspecify.annotations.NullMarked;
