package tallystick.core.approval;

import tallystick.core.policy.ApprovalTerm;

/// A term that is not met.
///
/// @param term which
/// @param missing how many people still, 1 or more
/// @param isWaiting whether terms of a lower order have to be met first, so that nobody needs to be asked yet
/// @param isReachable whether there are enough people at all who could still meet it
public record Lacking(ApprovalTerm term, int missing, boolean isWaiting, boolean isReachable) {}
