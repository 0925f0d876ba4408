/// Ethereum and EVM chains: strict RLP, transactions, their effects and digests.
@NullMarked
package tallystick.core.chain.ethereum;

import org.jspecify.annotations.NullMarked;
