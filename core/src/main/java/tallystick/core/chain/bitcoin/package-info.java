/// Bitcoin and its test networks: addresses, transactions, what is signed for them and what they do.
@NullMarked
package tallystick.core.chain.bitcoin;

import org.jspecify.annotations.NullMarked;
