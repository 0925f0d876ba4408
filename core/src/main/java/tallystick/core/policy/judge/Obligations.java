package tallystick.core.policy.judge;

import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Delay;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.Names;
import tallystick.core.policy.Signers;

/// All that has to be so before the matter may be signed, of all rules together.
///
/// @param approvals every one of these
/// @param facts every one of these is established
/// @param releases one of these: each stands for another choice among the rules that admit
public record Obligations(
        List<ApprovalTerm> approvals, Delay delay, NavigableSet<FactKind> facts, List<Release> releases) {
    /// Copies.
    public Obligations {
        approvals = List.copyOf(approvals);
        facts = Names.sorted(facts);
        releases = List.copyOf(releases);
    }

    /// Who has to take part in the signing, and until when it may begin.
    ///
    /// @param expiresAt no share is used at or after it; empty if only the intent's own end counts
    public record Release(Signers signers, Optional<Instant> expiresAt) {
        /// What satisfies both.
        public Release and(Release other) {
            return new Release(signers.and(other.signers), earlier(expiresAt, other.expiresAt));
        }

        /// Whether whoever keeps `other` keeps this.
        public boolean isWithin(Release other) {
            return signers.isWithin(other.signers)
                    && (expiresAt.isEmpty()
                            || other.expiresAt.isPresent()
                                    && !other.expiresAt.get().isAfter(expiresAt.get()));
        }

        private static Optional<Instant> earlier(Optional<Instant> left, Optional<Instant> right) {
            if (left.isEmpty()) return right;
            return right.isPresent() && right.get().isBefore(left.get()) ? right : left;
        }
    }

    /// Whether whoever keeps `other` keeps this too.
    public boolean isWithin(Obligations other) {
        return other.approvals.containsAll(approvals)
                && delay.min().compareTo(other.delay.min()) <= 0
                && other.delay.cancelBy().containsAll(delay.cancelBy())
                && other.facts.containsAll(facts)
                && other.releases.stream().allMatch(each -> releases.stream().anyMatch(one -> one.isWithin(each)));
    }
}
