/// Texts and bytes that a key signs outside transactions.
@NullMarked
package tallystick.core.chain.ethereum.message;

import org.jspecify.annotations.NullMarked;
