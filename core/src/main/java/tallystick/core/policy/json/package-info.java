/// Policies as JSON: the one strict reader, the one canonical text, and the hash of it that names a version.
@NullMarked
package tallystick.core.policy.json;

import org.jspecify.annotations.NullMarked;
