/// What leaves the organisation's addresses, held against what its nodes say that they signed.
@NullMarked
package tallystick.tools.watch;

import org.jspecify.annotations.NullMarked;
