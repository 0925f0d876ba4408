/// Partially signed transactions (PSBT): how bundles come from and go to other people's wallets.
@NullMarked
package tallystick.core.chain.bitcoin.psbt;

import org.jspecify.annotations.NullMarked;
