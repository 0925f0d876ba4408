/// JSON from strangers, read strictly.
@NullMarked
package tallystick.core.chain.json;

import org.jspecify.annotations.NullMarked;
