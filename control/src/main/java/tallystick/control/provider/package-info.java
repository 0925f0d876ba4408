/// Sign-in at the organisation's own OpenID provider, where the operator names one. It opens screens; what a person
/// decides his passkey signs, as ever.
@NullMarked
package tallystick.control.provider;

import org.jspecify.annotations.NullMarked;
