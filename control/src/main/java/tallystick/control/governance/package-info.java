/// What governs nodes, as people read it and bring changes of it: documents, proposals, freezes. Control carries what
/// people signed; nodes judge it.
@NullMarked
package tallystick.control.governance;

import org.jspecify.annotations.NullMarked;
