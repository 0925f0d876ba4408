/// Withdrawals, from a draft to the depth at which they count as done.
@NullMarked
package tallystick.control.withdrawals;

import org.jspecify.annotations.NullMarked;
