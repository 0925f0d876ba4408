/// What a node writes into its append-only log: the entries, and whose log is whose.
@NullMarked
package tallystick.core.audit;

import org.jspecify.annotations.NullMarked;
