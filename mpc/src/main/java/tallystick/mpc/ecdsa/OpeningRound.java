package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretAccess;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.mpc.session.Step;

/// The second step of signing: every check on what the others opened, before a single signature share exists.
///
/// @spec https://eprint.iacr.org/2023/765 DKLs23 Protocol 3.6 step 7
final class OpeningRound {
    private final ChosenSetup chosen;
    private final SigningTerms terms;
    private final SessionId run;
    private final Session session;
    private final OwnSecrets secrets;
    private final List<SecretSum> denominators = new ArrayList<>();
    private final List<SecretSum> keyProducts = new ArrayList<>();

    /// @param run of the messages
    /// @param session the signing session
    OpeningRound(ChosenSetup chosen, SessionId run, Session session, OwnSecrets secrets) {
        this.chosen = chosen;
        this.run = run;
        this.terms = chosen.setup().terms();
        this.session = session;
        this.secrets = secrets;
    }

    Step<SigningState, SigningMessage, SigningResult> run(SortedMap<PartyId, SigningMessage.Opening> openings) {
        try {
            for (var index = 0; index < terms.count(); index++) {
                denominators.add(new SecretSum(home()));
                keyProducts.add(new SecretSum(home()));
            }
            return dissent(openings)
                    .or(() -> blame(openings))
                    .<Step<SigningState, SigningMessage, SigningResult>>map(Step.Aborted::new)
                    .orElseGet(() -> answer(openings));
        } finally {
            denominators.forEach(SecretSum::close);
            keyProducts.forEach(SecretSum::close);
        }
    }

    /// > Everybody has signed the set-up it sees, and all see the same one, hence the same commitments. Nothing else is
    /// judged before.
    /// @spec docs/spec/signing.md#SG-7 signing
    /// @spec https://eprint.iacr.org/2026/929 Segev (agreement on the nonce commitments)
    private Optional<Blame> dissent(SortedMap<PartyId, SigningMessage.Opening> openings) {
        var forged = culprits(openings, (peer, opening) -> opening.consent().isSignedBy(peer, chosen.roster()));
        if (!forged.isEmpty())
            return Optional.of(
                    Blame.of(forged, Fault.BAD_SIGNATURE, "consent not signed by its sender's identity key"));
        var different =
                culprits(openings, (_, opening) -> opening.consent().session().equals(chosen.session()));
        if (!different.isEmpty())
            return Optional.of(Blame.unattributed(
                    Fault.SETUP_MISMATCH,
                    "set-up of %s differs from this party's; no share was sent".formatted(different)));
        return Optional.empty();
    }

    private Optional<Blame> blame(SortedMap<PartyId, SigningMessage.Opening> openings) {
        // > An opening must fit the commitment exchanged ahead.
        var unfit = culprits(
                openings,
                (peer, opening) -> all(
                        index -> fitsCommitment(peer, index, opening.indices().get(index))));
        if (!unfit.isEmpty())
            return Optional.of(Blame.of(unfit, Fault.BAD_OPENING, "nonce point that does not fit its commitment"));

        // > c = γ·β + r must satisfy c_k·G = β·R_j − Γ_k and c_x·G = β·pk_j − Γ_x.
        var uncorrected = culprits(
                openings,
                (peer, opening) ->
                        all(index -> corrects(peer, index, opening.indices().get(index))));
        if (!uncorrected.isEmpty())
            return Optional.of(
                    Blame.of(uncorrected, Fault.GAMMA_CHECK, "correction that does not fit the opened points"));
        return Optional.empty();
    }

    /// @spec docs/spec/signing.md#SG-12 signing
    private boolean fitsCommitment(PartyId peer, int index, SigningMessage.OpenedIndex opened) {
        var commitment = secrets.items().commitment(peer, index);
        var number = chosen.setup().nonceRef(peer, index).index();
        return commitment
                .scope()
                .commit(number, opened.opening(), opened.noncePoint())
                .equals(commitment.value());
    }

    /// @spec docs/spec/signing.md#SG-14 signing
    private boolean corrects(PartyId peer, int index, SigningMessage.OpenedIndex opened) {
        var receiver = secrets.items().pair(peer, index).receiver();
        var correction = opened.correction();
        try (var nonce = corrected(correction.nonce(), receiver.multiplier(), receiver.nonceOutput());
                var key = corrected(correction.key(), receiver.multiplier(), receiver.keyOutput())) {
            denominators.get(index).add(nonce);
            keyProducts.get(index).add(key);
            var nonceFits = fits(nonce, receiver.multiplier(), opened.noncePoint(), correction.nonceMask());
            var keyFits = fits(key, receiver.multiplier(), opened.keyPoint(), correction.keyMask());
            return nonceFits & keyFits;
        }
    }

    private static SecretScalar corrected(Scalar correction, SecretScalar multiplier, SecretScalar output) {
        try (var product = multiplier.times(correction)) {
            return product.plus(output);
        }
    }

    private static boolean fits(SecretScalar corrected, SecretScalar multiplier, Point point, Point mask) {
        return corrected.timesGenerator().plus(mask).equals(multiplier.timesToPublic(point));
    }

    /// @spec docs/spec/signing.md#SG-15 signing
    private Step<SigningState, SigningMessage, SigningResult> answer(
            SortedMap<PartyId, SigningMessage.Opening> openings) {
        var noncePoints = new ArrayList<SortedMap<PartyId, Point>>();
        var keyPoints = new ArrayList<SortedMap<PartyId, Point>>();
        for (var index = 0; index < terms.count(); index++) {
            noncePoints.add(
                    pointsOf(index, openings, secrets.items().nonce(index).point(), true));
            keyPoints.add(pointsOf(index, openings, secrets.index(index).keyPoint(), false));
        }
        var view = Signing.view(session, noncePoints, keyPoints);

        // > Σ pk_j must be the key (with its tweak), before any share leaves.
        var signingKey = terms.signingKey(chosen.admitted().share().key().point());
        var wrong = IntStream.range(0, terms.count())
                .filter(index -> !sum(keyPoints.get(index)).equals(signingKey))
                .boxed()
                .toList();
        if (!wrong.isEmpty()) return disclose(view, keyPoints, wrong);

        // > R = Σ R_j is not the identity, and r is not zero.
        var nonces = new ArrayList<Point>();
        for (var each : noncePoints) {
            if (!(sum(each) instanceof Point point)
                    || EcdsaNumbers.ofPoint(point).isZero())
                return new Step.Aborted<>(Blame.unattributed(Fault.ZERO_VALUE, "the nonce points sum to nothing"));
            nonces.add(point);
        }
        var shares = IntStream.range(0, terms.count())
                .mapToObj(index -> shareOf(index, nonces.get(index), openings))
                .toList();
        return new Step.Await<>(
                new SigningState.AwaitShares(view, nonces, shares, consents(openings)),
                List.of(new Outgoing.Broadcast<>(new SigningMessage.Shares(run, view, shares))),
                Expect.broadcasts(2, session.others()));
    }

    private SortedMap<PartyId, Bytes> consents(SortedMap<PartyId, SigningMessage.Opening> openings) {
        var consents = new TreeMap<PartyId, Bytes>();
        consents.put(session.self(), chosen.consent().signature());
        openings.forEach((peer, opening) -> consents.put(peer, opening.consent().signature()));
        return consents;
    }

    /// > u_i = k_i(φ_i + Σψ_ji) + Σ(t_k + c_k), v_i = sk_i(φ_i + Σψ_ji) + Σ(t_x + c_x), w_i = m·φ_i + r·v_i.
    /// @spec docs/spec/signing.md#SG-16 signing
    private SigningMessage.SignatureShare shareOf(
            int index, Point nonce, SortedMap<PartyId, SigningMessage.Opening> openings) {
        var own = secrets.index(index);
        var othersBlinding = EcdsaNumbers.GROUP.scalar(0);
        for (var opening : openings.values())
            othersBlinding = othersBlinding.plus(opening.indices().get(index).blinding());
        var denominator = denominators.get(index);
        var keyProduct = keyProducts.get(index);
        for (var peer : openings.keySet()) {
            var sender = secrets.items().pair(peer, index).sender();
            denominator.add(sender.nonceOutput());
            keyProduct.add(sender.keyOutput());
        }
        try (var blinding = own.nonce().blinding().plus(othersBlinding);
                var numerator = new SecretSum(home())) {
            denominator.addProduct(own.nonce().nonce(), blinding);
            keyProduct.addProduct(own.key(), blinding);
            numerator.addProduct(
                    own.nonce().blinding(),
                    EcdsaNumbers.ofDigest(terms.digests().get(index)));
            numerator.addProduct(keyProduct.value(), EcdsaNumbers.ofPoint(nonce));
            return new SigningMessage.SignatureShare(
                    denominator.value().declassify(SecretAccess.PROTOCOL_OUTPUT),
                    numerator.value().declassify(SecretAccess.PROTOCOL_OUTPUT));
        }
    }

    /// > Otherwise publish the zero-share values of this session, and no share.
    /// @spec docs/spec/signing.md#SG-20 signing
    private Step<SigningState, SigningMessage, SigningResult> disclose(
            Digest32 view, List<SortedMap<PartyId, Point>> keyPoints, List<Integer> wrong) {
        var disclosed = new ArrayList<SigningMessage.DisclosedIndex>();
        for (var index : wrong) {
            var indexSession = SigningSetup.indexSession(session.id(), index);
            var values = new ArrayList<Scalar>();
            for (var pair : chosen.admitted().share().pairs(session.others()).values()) {
                var shared = pair.zeroShare(indexSession.value(), home());
                if (shared.isEmpty())
                    return new Step.Aborted<>(Signing.ended(chosen, session).orElseThrow());
                try (var value = shared.get()) {
                    values.add(value.declassify(SecretAccess.PROTOCOL_OUTPUT));
                }
            }
            disclosed.add(new SigningMessage.DisclosedIndex(index, values));
        }
        return new Step.Await<>(
                new SigningState.AwaitDisclosures(view, keyPoints, disclosed),
                List.of(new Outgoing.Broadcast<>(new SigningMessage.Disclosure(run, view, disclosed))),
                Expect.broadcasts(2, session.others()));
    }

    private SortedMap<PartyId, Point> pointsOf(
            int index, SortedMap<PartyId, SigningMessage.Opening> openings, Point own, boolean nonce) {
        var points = new TreeMap<PartyId, Point>();
        points.put(session.self(), own);
        openings.forEach((peer, opening) -> {
            var opened = opening.indices().get(index);
            points.put(peer, nonce ? opened.noncePoint() : opened.keyPoint());
        });
        return points;
    }

    private static Element sum(SortedMap<PartyId, Point> points) {
        return EcdsaNumbers.GROUP.sum(points.values());
    }

    private interface Judge {
        boolean accepts(PartyId peer, SigningMessage.Opening opening);
    }

    /// Everybody is judged before anybody is blamed.
    private static SortedSet<PartyId> culprits(SortedMap<PartyId, SigningMessage.Opening> openings, Judge judge) {
        var culprits = new TreeSet<PartyId>();
        openings.forEach((peer, opening) -> {
            if (!judge.accepts(peer, opening)) culprits.add(peer);
        });
        return culprits;
    }

    private boolean all(IntPredicate accepts) {
        var good = true;
        for (var index = 0; index < terms.count(); index++) good &= accepts.test(index);
        return good;
    }

    private tallystick.crypto.secret.SecretMemory home() {
        return chosen.admitted().share().home();
    }
}
