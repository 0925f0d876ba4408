package tallystick.control.life;

import java.util.EnumSet;
import java.util.Set;

/// Where a withdrawal stands.
///
/// **Why** one machine, and pure: every part of control that moves a withdrawal asks [#mayBecome], and what may follow
/// what stands here and nowhere else.
///
/// **Form** the names are those of the API and of events.
public enum Stage {
    /// Made, and not yet signed by an initiator.
    DRAFT,
    /// An initiator's signed intent is here.
    SUBMITTED,
    /// Waits for what is known about the destination.
    SCREENING,
    /// Nodes are asked, or about to be.
    PENDING_POLICY,
    /// The policy that nodes judge by asks for approvals.
    PENDING_APPROVAL,
    /// The policy that nodes judge by asks to wait.
    PENDING_DELAY,
    /// Every node of a signing set let it through.
    AUTHORIZED,
    /// Nodes let it through, and their run has to be repeated.
    SIGNING,
    /// A signature is here, verified under the key.
    SIGNED,
    /// The chain is being given it.
    BROADCASTING,
    /// The chain has it, in no block.
    MEMPOOL,
    /// It is in a block, not deep enough.
    CONFIRMING,
    /// It is in a block, deep enough.
    COMPLETED,
    /// The policy that nodes judge by denies it.
    DENIED,
    /// Something of it is frozen.
    FROZEN,
    /// An approver said no.
    REJECTED,
    /// Its time ran out before nodes let it through.
    EXPIRED,
    /// Taken back before nodes let it through.
    CANCELLED,
    /// It ended otherwise; the sub-status says how.
    FAILED,
    /// The chain had it and lost it.
    DROPPED,
    /// Another transaction took its place.
    REPLACED;

    private static final Set<Stage> BEFORE_NODES =
            EnumSet.of(DRAFT, SUBMITTED, SCREENING, PENDING_POLICY, PENDING_APPROVAL, PENDING_DELAY, FROZEN);

    /// Whether this may follow at once.
    public boolean mayBecome(Stage next) {
        return next().contains(next);
    }

    /// What may follow at once; nothing once it is over.
    public Set<Stage> next() {
        return switch (this) {
            case DRAFT -> EnumSet.of(SUBMITTED, EXPIRED, CANCELLED);
            case SUBMITTED -> EnumSet.of(SCREENING, PENDING_POLICY, EXPIRED, CANCELLED);
            case SCREENING -> EnumSet.of(PENDING_POLICY, DENIED, EXPIRED, CANCELLED);
            case PENDING_POLICY ->
                EnumSet.of(
                        PENDING_APPROVAL,
                        PENDING_DELAY,
                        AUTHORIZED,
                        DENIED,
                        FROZEN,
                        REJECTED,
                        EXPIRED,
                        CANCELLED,
                        FAILED);
            case PENDING_APPROVAL, PENDING_DELAY, FROZEN -> EnumSet.of(PENDING_POLICY, REJECTED, EXPIRED, CANCELLED);
            case AUTHORIZED -> EnumSet.of(SIGNING, SIGNED, EXPIRED, FAILED);
            case SIGNING -> EnumSet.of(SIGNED, EXPIRED, FAILED);
            case SIGNED -> EnumSet.of(BROADCASTING, REPLACED, FAILED);
            case BROADCASTING, DROPPED -> EnumSet.of(BROADCASTING, MEMPOOL, CONFIRMING, REPLACED, FAILED);
            case MEMPOOL -> EnumSet.of(CONFIRMING, DROPPED, REPLACED, FAILED);
            case CONFIRMING -> EnumSet.of(MEMPOOL, DROPPED, COMPLETED, REPLACED, FAILED);
            case COMPLETED, DENIED, REJECTED, EXPIRED, CANCELLED, FAILED, REPLACED -> EnumSet.noneOf(Stage.class);
        };
    }

    /// Whether nothing follows.
    public boolean isOver() {
        return next().isEmpty();
    }

    /// Whether no node can have let it through: then it can be taken back, and its sequence number is free again.
    public boolean isBeforeNodes() {
        return BEFORE_NODES.contains(this);
    }

    /// Whether its place on the chain is taken by it, as far as the stage tells; see [Moved#holdsItsPlace].
    public boolean holdsItsPlace() {
        return !isOver() || this == COMPLETED;
    }
}
