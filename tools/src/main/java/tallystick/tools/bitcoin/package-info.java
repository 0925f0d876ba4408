/// Questions to servers of Bitcoin.
@NullMarked
package tallystick.tools.bitcoin;

import org.jspecify.annotations.NullMarked;
