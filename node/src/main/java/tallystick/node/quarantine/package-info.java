/// Nodes whose present shares are not to be worked with, because an operator has said so.
@NullMarked
package tallystick.node.quarantine;

import org.jspecify.annotations.NullMarked;
