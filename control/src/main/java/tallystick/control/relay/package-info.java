/// How control reaches nodes: over mutual TLS, with what others signed. It is believed nothing.
@NullMarked
package tallystick.control.relay;

import org.jspecify.annotations.NullMarked;
