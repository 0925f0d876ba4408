/// Judges how a fleet of nodes is, by what each of them says of itself and of the others.
@NullMarked
package tallystick.tools.doctor;

import org.jspecify.annotations.NullMarked;
