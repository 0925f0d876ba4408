/// What this node signs about each ceremony it took part in, kept for whoever asks later.
@NullMarked
package tallystick.node.attest;

import org.jspecify.annotations.NullMarked;
