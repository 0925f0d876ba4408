/// The whole fleet in one thread from one seed: no sockets, no clock, no chance of its own.
@NullMarked
package tallystick.sim;

import org.jspecify.annotations.NullMarked;
