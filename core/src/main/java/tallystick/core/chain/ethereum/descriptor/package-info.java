/// Descriptors of ERC-7730: what a contract's publisher calls its functions and their arguments.
@NullMarked
package tallystick.core.chain.ethereum.descriptor;

import org.jspecify.annotations.NullMarked;
