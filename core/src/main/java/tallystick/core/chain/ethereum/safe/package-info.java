/// Safe contract accounts as bytes: the hashes their owners sign, the signatures they collect, the batches they send.
@NullMarked
package tallystick.core.chain.ethereum.safe;

import org.jspecify.annotations.NullMarked;
