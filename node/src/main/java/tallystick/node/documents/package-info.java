/// The governed documents that one node holds: how they came, how they change, what is frozen, and by which of them the
/// node judges at a moment.
@NullMarked
package tallystick.node.documents;

import org.jspecify.annotations.NullMarked;
