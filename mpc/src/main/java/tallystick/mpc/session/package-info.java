/// Sessions, parties, rounds and blame: what every protocol is made of.
@NullMarked
package tallystick.mpc.session;

import org.jspecify.annotations.NullMarked;
