/// How control sees chains, and how it broadcasts.
@NullMarked
package tallystick.control.chain;

import org.jspecify.annotations.NullMarked;
