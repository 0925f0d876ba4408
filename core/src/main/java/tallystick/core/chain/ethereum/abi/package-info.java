/// Calldata as the Solidity ABI lays it out: types, values, function signatures and the strict codec between them.
@NullMarked
package tallystick.core.chain.ethereum.abi;

import org.jspecify.annotations.NullMarked;
