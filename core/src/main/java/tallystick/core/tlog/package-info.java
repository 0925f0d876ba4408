/// Transparency logs as the standards have them: Merkle trees, tiles, signed notes, checkpoints, cosignatures and
/// proofs. Knows nothing of what an entry says.
@NullMarked
package tallystick.core.tlog;

import org.jspecify.annotations.NullMarked;
