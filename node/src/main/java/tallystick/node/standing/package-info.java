/// How this node stands to others: the roster it follows and the certificate it shows, both of which may change while
/// it runs.
@NullMarked
package tallystick.node.standing;

import org.jspecify.annotations.NullMarked;
