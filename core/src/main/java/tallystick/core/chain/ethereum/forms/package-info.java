/// What others hand over about EVM chains: signed transactions, recorded events, chapters of knowledge.
@NullMarked
package tallystick.core.chain.ethereum.forms;

import org.jspecify.annotations.NullMarked;
