/// Bitcoin bytes as others hand them over: PSBTs, raw transactions with what they spend, recorded events.
@NullMarked
package tallystick.core.chain.bitcoin.forms;

import org.jspecify.annotations.NullMarked;
