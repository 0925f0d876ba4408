package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretAccess;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.mpc.session.Step;

/// Threshold ECDSA signing in two one-way steps, after everybody has chosen what it spends.
///
/// **Why** two steps are enough because random VOLEs and commitments to the nonce points were exchanged ahead, and a
/// party lets its nonce points be known only when message, path and all commitments are fixed for it.
///
/// The first step signs the set-up, opens the commitments and corrects the pair's VOLEs to nonce and key share. The
/// second follows if all have signed one set-up: it sends the signature shares, or, if the key-share points do not fit,
/// the zero-share values that name the culprit. The signature is verified before it is released; nothing is released on
/// abort.
///
/// **Threads** a value; one driver. **Timing** constant in everything secret.
///
/// `docs/spec/signing.md` §4.
///
/// @spec https://eprint.iacr.org/2023/765 DKLs23 Protocol 3.6
public final class Signing implements Protocol<SigningState, SigningMessage, SigningResult> {
    private final ChosenSetup chosen;
    private final Session run;
    /// Everything hashed is bound to it.
    private final Session session;

    private Signing(ChosenSetup chosen) {
        this.chosen = chosen;
        var self = chosen.admitted().share().self();
        this.run = new Session(runOf(terms()), self, terms().parties());
        this.session = new Session(chosen.session(), self, terms().parties());
    }

    /// One party's part in the session of this set-up, which it takes over. A second one of the same set-up, or one of
    /// a closed set-up, throws `IllegalStateException` when its run starts: the caller's fault; nothing is sent.
    public static Signing of(ChosenSetup chosen) {
        return new Signing(chosen);
    }

    /// The run in which parties sign: named by the hash of the terms, which all have told each other, and known to all
    /// of them before they know what the others choose.
    ///
    /// **Why** not the session itself: parties that see different set-ups could not hear one another, and none
    /// would learn why.
    /// @spec docs/spec/signing.md#SG-8 signing
    public static SessionId runOf(SigningTerms terms) {
        return new SessionId(Transcript.of("tallystick/ecdsa/v2/signing-run")
                .add("terms", terms.hash())
                .digest());
    }

    /// The run, not the signing session.
    @Override
    public Session session() {
        return run;
    }

    @Override
    public Parsed<SigningMessage> parse(Bytes encoded) {
        var shape = new SigningMessage.Shape(terms().count(), session.others().size());
        return SigningMessage.parse(encoded, run.id(), shape);
    }

    /// What must be the same everywhere is echoed in the message after it.
    @Override
    public boolean echoes(int round) {
        return false;
    }

    /// > Step 1. Stand by the set-up, and with it by all commitments; open R_i; send γ = (k_i, sk_i) − α,
    /// > Γ = t·G, ψ_ij = φ_i − β_ij and pk_i.
    @Override
    public Step<SigningState, SigningMessage, SigningResult> start() {
        try (var held = new Held()) {
            held.hold(chosen, ChosenSetup::close);
            var gone = ended(chosen, session);
            if (gone.isPresent()) return new Step.Aborted<>(gone.get());
            var opened = OwnSecrets.open(chosen.admitted(), session, chosen.take());
            if (opened.isEmpty())
                return new Step.Aborted<>(ended(chosen, session)
                        .orElse(Blame.unattributed(Fault.ZERO_VALUE, "an additive share of this session is zero")));
            var secrets = held.hold(opened.get(), OwnSecrets::close);
            var send = session.others().stream()
                    .<Outgoing<SigningMessage>>map(peer -> new Outgoing.Direct<>(peer, openingFor(peer, secrets)))
                    .toList();
            var state = new SigningState.AwaitOpenings(secrets);
            return held.release(new Step.Await<>(state, send, Expect.directs(1, session.others())));
        }
    }

    private SigningMessage.Opening openingFor(PartyId peer, OwnSecrets secrets) {
        var indices = new ArrayList<SigningMessage.OpenedIndex>();
        for (var index = 0; index < terms().count(); index++) indices.add(openingFor(peer, index, secrets));
        return new SigningMessage.Opening(run.id(), chosen.consent(), indices);
    }

    @Override
    public Step<SigningState, SigningMessage, SigningResult> advance(SigningState state, Inbox<SigningMessage> inbox) {
        // Later states hold no secret any more, and nothing of the pairs is used.
        var gone = state instanceof SigningState.AwaitOpenings ? ended(chosen, session) : Optional.<Blame>empty();
        if (gone.isPresent()) {
            state.close();
            return new Step.Aborted<>(gone.get());
        }
        return switch (state) {
            case SigningState.AwaitOpenings(var secrets) -> {
                try (secrets) {
                    var openings = new TreeMap<PartyId, SigningMessage.Opening>();
                    inbox.directs().forEach((peer, message) -> openings.put(peer, (SigningMessage.Opening) message));
                    yield new OpeningRound(chosen, run.id(), session, secrets).run(openings);
                }
            }
            case SigningState.AwaitShares shares -> new ShareRound(chosen, session).run(shares, inbox.broadcasts());
            case SigningState.AwaitDisclosures disclosures ->
                new DisclosureRound(chosen, session).run(disclosures, inbox.broadcasts());
        };
    }

    /// > crypto.md §4. A ban ends every other run with that peer too; so does its destruction for any other reason.
    /// So does a burn of the very same set in another run: none of its runs that has not sent its shares goes on.
    /// Those that have sent them may still fail too.
    ///
    /// @spec docs/spec/signing.md#SG-30 signing
    static Optional<Blame> ended(ChosenSetup chosen, Session session) {
        var elsewhere = chosen.admitted().endedElsewhere();
        if (elsewhere.isPresent()) return elsewhere;
        var share = chosen.admitted().share();
        var banned = share.banned(session.others());
        if (!banned.isEmpty())
            return Optional.of(Blame.of(banned, Fault.BANNED, "failed a check of another run meanwhile"));
        var gone = share.withoutSecrets(session.others());
        return gone.isEmpty()
                ? Optional.empty()
                : Optional.of(Blame.unattributed(
                        Fault.RETIRED, "what was shared with %s was destroyed here meanwhile".formatted(gone)));
    }

    /// @spec docs/spec/signing.md#SG-11 signing
    private SigningMessage.OpenedIndex openingFor(PartyId peer, int index, OwnSecrets secrets) {
        var own = secrets.index(index);
        var nonce = secrets.items().nonce(index);
        var pair = secrets.items().pair(peer, index);
        try (var nonceCorrection = own.nonce().nonce().minus(pair.sender().nonceInput());
                var keyCorrection = own.key().minus(pair.sender().keyInput());
                var blinding = own.nonce().blinding().minus(pair.receiver().multiplier())) {
            return new SigningMessage.OpenedIndex(
                    nonce.point(),
                    nonce.opening(),
                    own.keyPoint(),
                    new SigningMessage.Correction(
                            nonceCorrection.declassify(SecretAccess.PROTOCOL_OUTPUT),
                            keyCorrection.declassify(SecretAccess.PROTOCOL_OUTPUT),
                            pair.nonceMask(),
                            pair.keyMask()),
                    blinding.declassify(SecretAccess.PROTOCOL_OUTPUT));
        }
    }

    /// Hash of what a party saw of the others in the first step.
    static Digest32 view(
            Session session, List<SortedMap<PartyId, Point>> noncePoints, List<SortedMap<PartyId, Point>> keyPoints) {
        return Transcript.of("tallystick/ecdsa/v1/signing-view")
                .add("session", session.id().value())
                .add("nonce points", encoded(noncePoints))
                .add("key-share points", encoded(keyPoints))
                .digest();
    }

    private static List<Bytes> encoded(List<SortedMap<PartyId, Point>> points) {
        return points.stream()
                .flatMap(each -> each.values().stream())
                .map(Point::encode)
                .toList();
    }

    /// A message of round 2 over another hash than the `view` this party has. Nobody is named, of two parties neither:
    /// a third may have told each something else, and a message of an earlier try at the same terms, repeated or
    /// late, is an honest party's and has another view.
    static Optional<Blame> differingViews(Digest32 view, SortedMap<PartyId, SigningMessage> messages) {
        var different = messages.entrySet().stream()
                .filter(each -> !view.equals(viewOf(each.getValue())))
                .map(java.util.Map.Entry::getKey)
                .toList();
        if (different.isEmpty()) return Optional.empty();
        var detail = "points of the first step seen differently by %s".formatted(different);
        return Optional.of(Blame.unattributed(Fault.ECHO_MISMATCH, detail));
    }

    private static Digest32 viewOf(SigningMessage message) {
        return switch (message) {
            case SigningMessage.Shares shares -> shares.view();
            case SigningMessage.Disclosure disclosure -> disclosure.view();
            case SigningMessage.Opening _ -> throw new AssertionError("an opening filed under round 2");
        };
    }

    private SigningTerms terms() {
        return chosen.setup().terms();
    }
}
