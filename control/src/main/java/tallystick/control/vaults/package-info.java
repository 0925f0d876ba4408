/// Vaults, their wallets and addresses, derived from public keys and verified.
@NullMarked
package tallystick.control.vaults;

import org.jspecify.annotations.NullMarked;
