/// What browsers are given: the console's files, and the rules by which they read them.
@NullMarked
package tallystick.control.site;

import org.jspecify.annotations.NullMarked;
