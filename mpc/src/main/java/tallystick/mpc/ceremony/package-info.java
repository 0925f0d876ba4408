/// Generate, refresh, reshare and repair: one verifiable sharing of additive contributions.
@NullMarked
package tallystick.mpc.ceremony;

import org.jspecify.annotations.NullMarked;
