/// Finds in a policy what its authors cannot have meant: rules that never decide, quorums nobody can reach, gaps.
@NullMarked
package tallystick.core.policy.analyze;

import org.jspecify.annotations.NullMarked;
