/// What this node keeps for auditors besides its log: of each ruling all that it came of, and what people signed.
@NullMarked
package tallystick.node.docket;

import org.jspecify.annotations.NullMarked;
