/// What arrives at a webhook, verified.
@NullMarked
package tallystick.sdk.webhook;

import org.jspecify.annotations.NullMarked;
