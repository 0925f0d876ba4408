/// Which programs may ask for what: API keys, their scopes, and how requests are signed.
@NullMarked
package tallystick.control.access;

import org.jspecify.annotations.NullMarked;
