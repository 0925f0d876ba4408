/// Events brought to other programs, signed.
@NullMarked
package tallystick.control.webhooks;

import org.jspecify.annotations.NullMarked;
