/// What every participant of a ceremony signs afterwards: which key, who can sign, what ran, when, under which policy.
@NullMarked
package tallystick.core.attestation;

import org.jspecify.annotations.NullMarked;
