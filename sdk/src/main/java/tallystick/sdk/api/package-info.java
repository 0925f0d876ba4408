/// Every operation of control's API, and what goes to it and comes from it: made from `control/openapi.json` by the
/// tests' `Generator`, but for [Answered] and [Target].
@NullMarked
package tallystick.sdk.api;

import org.jspecify.annotations.NullMarked;
