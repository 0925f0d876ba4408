/// What addresses have, held against what withdrawals explain.
@NullMarked
package tallystick.control.balances;

import org.jspecify.annotations.NullMarked;
