/// The full content to be signed, its canonical bytes, its identity, and the evidence that travels with it.
@NullMarked
package tallystick.core.intent;

import org.jspecify.annotations.NullMarked;
