/// Transactions of every type: their strict bytes, digests and effects, and how one takes another's place.
@NullMarked
package tallystick.core.chain.ethereum.envelope;

import org.jspecify.annotations.NullMarked;
