/// What an organisation says it knows about chains, as a file that is named by its hash.
@NullMarked
package tallystick.core.knowledge;

import org.jspecify.annotations.NullMarked;
