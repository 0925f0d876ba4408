/// Drives the protocols of mpc over the links, with time limits.
@NullMarked
package tallystick.node.rounds;

import org.jspecify.annotations.NullMarked;
