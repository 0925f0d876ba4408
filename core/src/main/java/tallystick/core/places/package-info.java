/// Where keys are kept and what nodes are, as the organisation says it: vaults, wallets, tiers, tags, roles, and the
/// policies of places inside.
@NullMarked
package tallystick.core.places;

import org.jspecify.annotations.NullMarked;
