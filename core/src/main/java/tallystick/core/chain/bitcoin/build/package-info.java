/// Making bundles: which coins to spend, what comes back, and how to replace what is under way.
@NullMarked
package tallystick.core.chain.bitcoin.build;

import org.jspecify.annotations.NullMarked;
