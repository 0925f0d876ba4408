/// What calldata does: tokens, authorities, contract accounts and every wrapper around them.
@NullMarked
package tallystick.core.chain.ethereum.call;

import org.jspecify.annotations.NullMarked;
