/// What a key signs as an owner of a contract account: Safe transactions, Safe messages, ERC-4337 user operations.
@NullMarked
package tallystick.core.chain.ethereum.account;

import org.jspecify.annotations.NullMarked;
