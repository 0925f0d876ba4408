/// Makes unsigned transactions of every chain, without a node, a secret or a network.
@NullMarked
package tallystick.tools.build;

import org.jspecify.annotations.NullMarked;
