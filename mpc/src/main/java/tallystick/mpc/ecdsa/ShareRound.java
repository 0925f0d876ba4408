package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// The end of signing: combine the shares, verify, and only then let the signatures go.
///
/// @spec https://eprint.iacr.org/2023/765 DKLs23 Protocol 3.6 step 8
final class ShareRound {
    private final Admission.Admitted admitted;
    private final SigningTerms terms;
    private final Point signingKey;
    private final Session session;

    ShareRound(ChosenSetup chosen, Session session) {
        this.session = session;
        this.admitted = chosen.admitted();
        this.terms = chosen.setup().terms();
        this.signingKey = terms.signingKey(admitted.share().key().point());
    }

    /// @spec docs/spec/signing.md#SG-17 signing
    /// @spec docs/spec/signing.md#SG-19 signing
    Step<SigningState, SigningMessage, SigningResult> run(
            SigningState.AwaitShares state, SortedMap<PartyId, SigningMessage> messages) {
        // > All parties saw the same nonce points and key-share points.
        var differing = Signing.differingViews(state.view(), messages);
        if (differing.isPresent()) return new Step.Aborted<>(differing.get());

        // > Whoever saw the same points and says that they do not sum to the key, lies.
        var shares = new TreeMap<PartyId, SigningMessage.Shares>();
        messages.forEach((peer, message) -> {
            if (message instanceof SigningMessage.Shares theirs) shares.put(peer, theirs);
        });
        var liars = messages.keySet().stream()
                .filter(peer -> !shares.containsKey(peer))
                .toList();
        if (!liars.isEmpty())
            return new Step.Aborted<>(
                    Blame.of(liars, Fault.KEY_SHARE_SUM, "key-share points called wrong that sum to the key"));

        var signatures = new ArrayList<EcdsaSignature>();
        for (var index = 0; index < terms.count(); index++) {
            var own = state.own().get(index);
            var denominator = own.denominator();
            var numerator = own.numerator();
            for (var theirs : shares.values()) {
                denominator = denominator.plus(theirs.shares().get(index).denominator());
                numerator = numerator.plus(theirs.shares().get(index).numerator());
            }
            // By chance never zero; but whoever speaks last could answer with the negation of what it heard.
            if (denominator.isZero() || numerator.isZero()) return new Step.Aborted<>(burn(index));
            // > s = Σw / Σu, low; verified under the key before it is released.
            var signature = signature(state.noncePoints().get(index), numerator.times(denominator.invert()));
            if (!signature.verifies(signingKey, terms.digests().get(index))) return new Step.Aborted<>(burn(index));
            signatures.add(signature);
        }
        return new Step.Done<>(new SigningResult(signingKey, signatures, state.consents()), java.util.List.of());
    }

    /// > Every check before has passed, so a share was wrong. Between two parties it was not one's own.
    /// Either way the set is cut off, on disk before anybody hears of it.
    private Blame burn(int index) {
        admitted.quarantine();
        var detail = "signature %d does not verify".formatted(index);
        return Blame.ofTheOther(session, Fault.FINAL_VERIFICATION, detail);
    }

    /// @spec docs/spec/signing.md#SG-18 signing
    private static EcdsaSignature signature(Point nonce, Scalar s) {
        var negated = s.isHigh();
        return new EcdsaSignature(
                EcdsaNumbers.ofPoint(nonce),
                negated ? s.negate() : s,
                EcdsaNumbers.recoveryId(nonce.xOnly(), !nonce.hasEvenY(), negated));
    }
}
