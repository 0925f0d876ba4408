package tallystick.mpc.frost;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// The end of a session: all shares are known, each party combines and verifies for itself.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.3 RFC 9591 §5.3 (signature share aggregation)
record Aggregation(Session session, FrostAdmission.Admitted admitted) {
    /// Judges the round-two messages of all others, then combines; nothing is released unless every signature
    /// verifies.
    /// @spec docs/spec/frost.md#FR-25 frost
    Step<FrostState, FrostMessage, List<SchnorrSignature>> hear(
            FrostState.AwaitShares state, SortedMap<PartyId, FrostMessage> messages) {
        var shares = new TreeMap<PartyId, List<SignatureShare>>();
        var offTopic = new ArrayList<PartyId>();
        var otherList = new ArrayList<PartyId>();
        var unreadable = new ArrayList<PartyId>();
        var miscounted = new ArrayList<PartyId>();
        var count = state.prepared().size();
        messages.forEach((party, message) -> {
            switch (message) {
                case FrostMessage.Share share -> {
                    if (!share.commitments().equals(state.commitments())) otherList.add(party);
                    else if (share.shares().size() != count) miscounted.add(party);
                    else shares.put(party, share.shares());
                }
                case FrostMessage.Unread unread -> {
                    if (!unread.about().equals(state.commitments())) otherList.add(party);
                    else unreadable.add(party);
                }
                case FrostMessage.Commit _ -> offTopic.add(party);
            }
        });
        if (!offTopic.isEmpty())
            return new Step.Aborted<>(Blame.of(offTopic, Fault.WRONG_MESSAGE_TYPE, "signature shares in round 2"));
        if (!otherList.isEmpty()) return otherList(otherList);
        if (!unreadable.isEmpty())
            return new Step.Aborted<>(
                    Blame.of(unreadable, Fault.MALFORMED, "signature shares of these commitments, unreadable"));
        if (!miscounted.isEmpty())
            return new Step.Aborted<>(
                    Blame.of(miscounted, Fault.WRONG_COUNT, "not %d signature shares".formatted(count)));
        return combine(state.prepared(), shares);
    }

    /// Nobody is named, of two parties neither: a third may have told each something else, and where a session is used
    /// again a message of the time before, repeated or late, is an honest party's.
    private static Step<FrostState, FrostMessage, List<SchnorrSignature>> otherList(List<PartyId> parties) {
        var detail = "%s saw other commitments; no signature was made".formatted(parties);
        return new Step.Aborted<>(Blame.unattributed(Fault.ECHO_MISMATCH, detail));
    }

    /// @spec docs/spec/frost.md#FR-28 frost
    private Step<FrostState, FrostMessage, List<SchnorrSignature>> combine(
            List<FrostState.Prepared> prepared, SortedMap<PartyId, List<SignatureShare>> others) {
        var setup = admitted.setup();
        var signatures = new ArrayList<SchnorrSignature>();
        var culprits = new TreeSet<PartyId>();
        for (var i = 0; i < prepared.size(); i++) {
            var each = prepared.get(i);
            var shares = new TreeMap<PartyId, SignatureShare>();
            for (var entry : others.entrySet())
                shares.put(entry.getKey(), entry.getValue().get(i));
            shares.put(session.self(), each.part().share());
            var combined = FrostSign.combine(
                    setup.key(), setup.set(), each.signing(), each.part().commitment(), shares);
            switch (combined) {
                case FrostSign.Combined.Signed(var signature) -> signatures.add(signature);
                case FrostSign.Combined.Refused(var named) -> culprits.addAll(named);
            }
        }
        if (signatures.size() == prepared.size()) return new Step.Done<>(List.copyOf(signatures), List.of());
        if (!culprits.isEmpty())
            return new Step.Aborted<>(Blame.of(culprits, Fault.BAD_SIGNATURE_SHARE, "signature share does not fit"));
        admitted.quarantine();
        return new Step.Aborted<>(
                Blame.unattributed(Fault.FINAL_VERIFICATION, "every share fits, the signature does not verify"));
    }

    /// What this party saw of all commitments: sent with the shares, so that parties find out if they saw others.
    static Digest32 commitmentsHash(Session session, List<FrostState.Prepared> prepared) {
        return Transcript.of("tallystick/frost/v1/commitments")
                .add("session", session.id().value())
                .add(
                        "lists",
                        prepared.stream()
                                .map(each -> each.signing().encodedCommitments())
                                .toList())
                .digest();
    }
}
