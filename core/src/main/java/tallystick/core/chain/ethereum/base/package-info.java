/// What all of Ethereum's formats are made of: addresses and strict RLP.
@NullMarked
package tallystick.core.chain.ethereum.base;

import org.jspecify.annotations.NullMarked;
