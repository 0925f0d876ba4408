package tallystick.mpc.frost;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// Round two of a session: all commitments are known, each party makes its shares.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.2 RFC 9591 §5.2 (round two)
record RoundTwo(Session session, FrostSetup setup, KeyShare share) {
    /// Judges the round-one messages of all others before any nonce is touched, then signs.
    /// @spec docs/spec/frost.md#FR-17 frost
    Step<FrostState, FrostMessage, List<SchnorrSignature>> hear(
            List<SigningNonces> nonces, SortedMap<PartyId, FrostMessage> messages) {
        var commitments = new TreeMap<PartyId, List<SigningCommitments>>();
        var offTopic = new ArrayList<PartyId>();
        var otherSetup = new ArrayList<PartyId>();
        var miscounted = new ArrayList<PartyId>();
        var expected = setup.setup();
        messages.forEach((party, message) -> {
            switch (message) {
                case FrostMessage.Commit commit -> {
                    if (!commit.setup().equals(expected)) otherSetup.add(party);
                    else if (commit.commitments().size() != nonces.size()) miscounted.add(party);
                    else commitments.put(party, commit.commitments());
                }
                // Of round 1 it is of another set-up, or it would not have been left unread.
                case FrostMessage.Unread _ -> otherSetup.add(party);
                case FrostMessage.Share _ -> offTopic.add(party);
            }
        });
        if (!offTopic.isEmpty()) return aborted(offTopic, Fault.WRONG_MESSAGE_TYPE, "commitments in round 1");
        if (!otherSetup.isEmpty())
            return new Step.Aborted<>(Blame.unattributed(
                    Fault.SETUP_MISMATCH,
                    "set-up of %s differs from this party's; nothing was touched".formatted(otherSetup)));
        if (!miscounted.isEmpty())
            return aborted(miscounted, Fault.WRONG_COUNT, "not %d commitments".formatted(nonces.size()));
        return sign(nonces, commitments);
    }

    /// Makes one share for each request; every nonce is gone when this returns.
    /// @spec docs/spec/frost.md#FR-24 frost
    Step<FrostState, FrostMessage, List<SchnorrSignature>> sign(
            List<SigningNonces> nonces, SortedMap<PartyId, List<SigningCommitments>> others) {
        var suite = Ciphersuite.of(setup.key().scheme());
        var prepared = new ArrayList<FrostState.Prepared>(nonces.size());
        try (var additive = share.additiveShare(setup.set())) {
            for (var i = 0; i < nonces.size(); i++) {
                var byParty = new TreeMap<PartyId, SigningCommitments>();
                for (var entry : others.entrySet())
                    byParty.put(entry.getKey(), entry.getValue().get(i));
                // > each participant MUST ensure that its identifier and commitments are in the list: put in by itself
                byParty.put(session.self(), nonces.get(i).commitments());
                var signing = SigningPackage.of(
                        suite,
                        setup.outputKeys().get(i),
                        setup.requests().get(i).message(),
                        new CommitmentList(byParty));
                var part = FrostSign.sign(signing, session.self(), additive, nonces.get(i));
                if (part.isEmpty())
                    return new Step.Aborted<>(Blame.unattributed(Fault.ZERO_VALUE, "commitments sum to the identity"));
                prepared.add(new FrostState.Prepared(signing, part.get()));
            }
        }
        var seen = Aggregation.commitmentsHash(session, prepared);
        var message = new FrostMessage.Share(
                session.id(),
                seen,
                prepared.stream().map(each -> each.part().share()).toList());
        return new Step.Await<>(
                new FrostState.AwaitShares(prepared, seen),
                List.of(new Outgoing.Broadcast<>(message)),
                Expect.broadcasts(2, session.others()));
    }

    private static Step<FrostState, FrostMessage, List<SchnorrSignature>> aborted(
            List<PartyId> culprits, Fault fault, String detail) {
        return new Step.Aborted<>(Blame.of(culprits, fault, detail));
    }
}
