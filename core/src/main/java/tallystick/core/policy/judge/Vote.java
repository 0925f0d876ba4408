package tallystick.core.policy.judge;

import java.time.Instant;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;

/// What one person said about the request, whose signature somebody verified over the digests that are judged here.
///
/// @param isApproval whether it is a yes
/// @param at when it arrived
public record Vote(PersonId person, AuthStrength strength, boolean isApproval, Instant at) {}
