/// Makes Ethereum's transactions from what an account has.
@NullMarked
package tallystick.core.chain.ethereum.build;

import org.jspecify.annotations.NullMarked;
