/// An Ethereum node as the tools use it.
@NullMarked
package tallystick.tools.ethereum;

import org.jspecify.annotations.NullMarked;
