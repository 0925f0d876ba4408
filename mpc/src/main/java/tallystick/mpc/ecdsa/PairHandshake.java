package tallystick.mpc.ecdsa;

import java.lang.foreign.ValueLayout;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// One party's side of one pair's set-up, over all its rounds: base-OT sender towards the peer, base-OT receiver from
/// the peer, and the toss of the zero seed.
final class PairHandshake implements AutoCloseable {
    /// What to say next, or why the peer is to blame.
    sealed interface Reply {
        record Say(PairSetupMessage message) implements Reply {}

        record Accuse(Fault fault, String detail) implements Reply {}
    }

    private final PairName name;
    private final SessionId session;
    private final SecretMemory home;
    private final BaseOtSender sender;
    private final SecretBytes zeroHalf;
    private final SetupTranscript transcript;
    private Optional<BaseOtReceiver> receiver = Optional.empty();
    private Optional<SecretBytes> zeroSeed = Optional.empty();
    private Digest32 peerCommitment;

    PairHandshake(PairName name, SessionId session, Entropy entropy, SecretMemory home) {
        this.name = name;
        this.session = session;
        this.home = home;
        try (var held = new Held()) {
            this.sender =
                    held.hold(new BaseOtSender(context(name.self(), name.peer()), entropy, home), BaseOtSender::close);
            this.zeroHalf = held.release(SecretBytes.random(32, entropy, home));
        }
        this.transcript = new SetupTranscript(name, session);
        this.peerCommitment = session.value();
    }

    private BaseOtContext context(PartyId otSender, PartyId otReceiver) {
        return BaseOtContext.of(session, name.key(), name.epoch(), otSender, otReceiver);
    }

    /// > 1. B and its proof; and a commitment to this side's half of the zero seed.
    PairSetupMessage begin(Entropy entropy) {
        var half = Bytes.copyOf(zeroHalf.memory().toArray(ValueLayout.JAVA_BYTE));
        return sent(new PairSetupMessage.Begin(
                session,
                sender.point(),
                PairSetupMessage.Proof.of(sender.prove(entropy)),
                commitment(name.self(), half)));
    }

    /// > 2. If the peer's proof holds: choices for its base OTs, and the opened half.
    Reply choose(PairSetupMessage.Begin theirs, Entropy entropy) {
        heard(theirs);
        var context = context(name.peer(), name.self());
        if (!theirs.proof().decode().verifies(context, theirs.point()))
            return new Reply.Accuse(Fault.BAD_PROOF, "proof of knowledge of the base-OT point");
        peerCommitment = theirs.zeroCommitment();
        var otReceiver = new BaseOtReceiver(context, theirs.point(), entropy, home);
        receiver = Optional.of(otReceiver);
        var choices = otReceiver.choices(entropy);
        var half = Bytes.copyOf(zeroHalf.memory().toArray(ValueLayout.JAVA_BYTE));
        return new Reply.Say(sent(new PairSetupMessage.Choices(session, PairSetupMessage.points(choices), half)));
    }

    /// > 3, 4. If the choices are good points and the half fits its commitment: challenges.
    Reply challenge(PairSetupMessage.Choices theirs) {
        heard(theirs);
        if (!commitment(name.peer(), theirs.zeroOpening()).equals(peerCommitment))
            return new Reply.Accuse(Fault.BAD_OPENING, "half of the zero seed of its commitment");
        var objection = sender.objection(theirs.choices());
        if (objection.isPresent()) return new Reply.Accuse(Fault.BASE_OT_CHECK, objection.get());
        zeroSeed = Optional.of(joinHalves(theirs.zeroOpening()));
        return new Reply.Say(sent(new PairSetupMessage.Challenges(session, sender.challenges(theirs.choices()))));
    }

    /// > 5. Responses.
    Reply respond(PairSetupMessage.Challenges theirs) {
        heard(theirs);
        if (BaseOtReceiver.hasZero(theirs.challenges()))
            return new Reply.Accuse(Fault.BASE_OT_CHECK, "challenges of unequal pads");
        var responses = receiver.orElseThrow().responses(theirs.challenges());
        return new Reply.Say(sent(new PairSetupMessage.Responses(session, responses)));
    }

    /// > 5, 6. If the responses are right: openings.
    Reply open(PairSetupMessage.Responses theirs) {
        heard(theirs);
        if (!sender.accepts(theirs.responses()))
            return new Reply.Accuse(Fault.BASE_OT_CHECK, "responses to the challenges");
        return new Reply.Say(sent(new PairSetupMessage.Openings(session, sender.openings())));
    }

    /// > 6. Whether the openings fit. *What failed in detail is not told.*
    boolean accepts(PairSetupMessage.Openings theirs) {
        heard(theirs);
        return receiver.orElseThrow().accepts(theirs.openings());
    }

    /// The result; this object is spent.
    PairSecrets finish() {
        zeroHalf.close();
        return new PairSecrets(
                name, transcript.digest(), receiver.orElseThrow().finish(), sender.finish(), zeroSeed.orElseThrow());
    }

    @Override
    public void close() {
        sender.close();
        zeroHalf.close();
        receiver.ifPresent(BaseOtReceiver::close);
        zeroSeed.ifPresent(SecretBytes::close);
    }

    /// k_ij = H(ctx, half of the lower, half of the higher).
    /// @spec docs/spec/base-ot.md#BO-9 base-ot
    private SecretBytes joinHalves(Bytes theirs) {
        try (var peerHalf = SecretBytes.takeFrom(theirs.toArray(), home);
                var hash = SecretHash.of("tallystick/zero-share/v1/seed", home)) {
            return hash.add("session", session.value())
                    .add("key", name.key())
                    .add("epoch", name.epoch())
                    .add("lower", name.lower().value())
                    .add("higher", name.higher().value())
                    .add("lower half", name.selfIsLower() ? zeroHalf : peerHalf)
                    .add("higher half", name.selfIsLower() ? peerHalf : zeroHalf)
                    .digest();
        }
    }

    private Digest32 commitment(PartyId committer, Bytes half) {
        var receiver = committer.equals(name.self()) ? name.peer() : name.self();
        return Transcript.of("tallystick/zero-share/v1/commitment")
                .add("session", session.value())
                .add("key", name.key())
                .add("epoch", name.epoch())
                .add("committer", committer.value())
                .add("receiver", receiver.value())
                .add("half", half)
                .digest();
    }

    private PairSetupMessage sent(PairSetupMessage message) {
        transcript.add(name.self(), message);
        return message;
    }

    private void heard(PairSetupMessage message) {
        transcript.add(name.peer(), message);
    }
}
