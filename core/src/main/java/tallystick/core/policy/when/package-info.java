/// Conditions of rules that are written as expressions: typed, of bounded cost, with exact amounts.
@NullMarked
package tallystick.core.policy.when;

import org.jspecify.annotations.NullMarked;
