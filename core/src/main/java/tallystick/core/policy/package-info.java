/// What may be signed, on whose word, how much of it and how soon: the policy every node judges by for itself.
@NullMarked
package tallystick.core.policy;

import org.jspecify.annotations.NullMarked;
