/// Strict JSON for forms that others fixed as JSON.
@NullMarked
package tallystick.core.json;

import org.jspecify.annotations.NullMarked;
