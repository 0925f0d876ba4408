/// What people say to what is to be signed, in their own signatures: verified by every node, counted by people.
@NullMarked
package tallystick.core.approval;

import org.jspecify.annotations.NullMarked;
