/// Sealed envelopes and sealed shares: authenticated encryption to a key or a person.
@NullMarked
package tallystick.crypto.seal;

import org.jspecify.annotations.NullMarked;
