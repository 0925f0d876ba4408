package tallystick.core.court;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.people.Directory;
import tallystick.core.people.Right;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.matter.Initiator;

/// Whether somebody who may proposes it, and whether what is heard is what he signed.
sealed interface Proposal {
    /// Somebody does.
    ///
    /// @param objections what is wrong with it all the same
    record Made(Initiator initiator, List<Reason> objections) implements Proposal {}

    /// Nobody does: nothing else of it is heard, so that nobody else freezes or counts anything by it.
    record Refused(Reason why) implements Proposal {}

    /// @spec docs/spec/court.md#CO-2 court
    static Proposal of(Case asked, Directory people, Instant now) {
        var intent = asked.evidence().intent();
        var holding = people.holding(intent.initiator().keyId());
        if (holding.isEmpty()) return refused("the initiator's key is nobody's");
        if (holding.get().held().isRevoked()) return refused("the initiator's key was revoked");
        var person = holding.get().person();
        if (!person.may(Right.INITIATE)) return refused("the initiator may not propose");
        if (!asked.evidence().isSignedBy(holding.get().held().key())) return refused("the initiator did not sign this");
        var objections = new ArrayList<Reason>();
        if (!now.isBefore(intent.expiresAt()))
            objections.add(Reason.of(Reason.Code.EXPIRED, "it may no longer be signed"));
        var transaction = asked.transaction();
        if (!transaction.chain().equals(intent.chain())
                || transaction.content() != intent.content()
                || !transaction.bytes().equals(intent.unsigned()))
            objections.add(Reason.of(Reason.Code.INTENT_MISMATCH, "what is judged is not what was signed"));
        return new Made(Initiator.of(holding.get()), objections);
    }

    private static Proposal refused(String why) {
        return new Refused(Reason.of(Reason.Code.NOT_PROPOSED, why));
    }
}
