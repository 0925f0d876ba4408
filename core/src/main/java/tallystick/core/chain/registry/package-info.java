/// Which chains there are: the one list that node, tools and tests share.
@NullMarked
package tallystick.core.chain.registry;

import org.jspecify.annotations.NullMarked;
