/// Solana: strict messages of the legacy form and version 0, what their instructions do, and how they are built.
@NullMarked
package tallystick.core.chain.solana;

import org.jspecify.annotations.NullMarked;
