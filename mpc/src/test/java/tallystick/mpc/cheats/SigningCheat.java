package tallystick.mpc.cheats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.SessionId;

/// Hands on the wire that rewrite signing messages as a cheating party would send them.
final class SigningCheat {
    static final Group GROUP = Curve.SECP256K1.group();
    static final PartyId ONE = new PartyId(1);
    static final PartyId TWO = new PartyId(2);
    static final PartyId THREE = new PartyId(3);

    private static final Scalar UNIT = GROUP.scalar(1);

    private SigningCheat() {}

    /// Every opening of `cheater`, its last digest rewritten, for each receiver by itself.
    static Meddler openings(
            PartyId cheater,
            Map<PartyId, ChosenSetup> agreed,
            BiFunction<PartyId, SigningMessage.OpenedIndex, SigningMessage.OpenedIndex> change) {
        return openings(cheater, agreed, true, change);
    }

    /// Every opening of `cheater`, its first digest rewritten, for each receiver by itself.
    static Meddler firstOpenings(
            PartyId cheater,
            Map<PartyId, ChosenSetup> agreed,
            BiFunction<PartyId, SigningMessage.OpenedIndex, SigningMessage.OpenedIndex> change) {
        return openings(cheater, agreed, false, change);
    }

    private static Meddler openings(
            PartyId cheater,
            Map<PartyId, ChosenSetup> agreed,
            boolean fromEnd,
            BiFunction<PartyId, SigningMessage.OpenedIndex, SigningMessage.OpenedIndex> change) {
        return messages(cheater, agreed, SigningMessage.Opening.class, (to, opening) -> {
            var indices = new ArrayList<>(opening.indices());
            var index = fromEnd ? indices.size() - 1 : 0;
            indices.set(index, change.apply(to, indices.get(index)));
            return new SigningMessage.Opening(opening.run(), opening.consent(), indices);
        });
    }

    /// The shares of `cheater`, the last of them rewritten.
    static Meddler shares(
            PartyId cheater, Map<PartyId, ChosenSetup> agreed, UnaryOperator<SigningMessage.SignatureShare> change) {
        return messages(cheater, agreed, SigningMessage.Shares.class, (_, message) -> {
            var shares = new ArrayList<>(message.shares());
            shares.set(shares.size() - 1, change.apply(shares.getLast()));
            return new SigningMessage.Shares(message.run(), message.view(), shares);
        });
    }

    /// Every opening of `cheater`, with another consent, for each receiver by itself.
    static Meddler consents(
            PartyId cheater,
            Map<PartyId, ChosenSetup> agreed,
            BiFunction<PartyId, SigningMessage.Consent, SigningMessage.Consent> change) {
        return messages(
                cheater,
                agreed,
                SigningMessage.Opening.class,
                (to, old) -> new SigningMessage.Opening(old.run(), change.apply(to, old.consent()), old.indices()));
    }

    /// The consent of `party` to `session`, as good as any of its own making.
    static SigningMessage.Consent consent(PartyIdentity identity, PartyId party, SessionId session) {
        return new SigningMessage.Consent(session, identity.sign(statement(party, session)));
    }

    /// What `party` signs to consent to `session`.
    static Digest32 statement(PartyId party, SessionId session) {
        return Transcript.of("tallystick/ecdsa/v1/signing-consent")
                .add("session", session.value())
                .add("party", party.value())
                .digest();
    }

    /// Every message of one kind, rewritten by receiver.
    static <M extends SigningMessage> Meddler messages(
            PartyId cheater,
            Map<PartyId, ChosenSetup> agreed,
            Class<M> kind,
            BiFunction<PartyId, M, SigningMessage> change) {
        // A signing takes its material at the start only, so that this one is a reader and nothing else.
        var reader = Signing.of(agreed.get(cheater));
        return Rewriter.perReceiver(
                reader,
                parcel -> parcel.from().equals(cheater),
                (to, message) -> kind.isInstance(message) ? change.apply(to, kind.cast(message)) : message);
    }

    static SigningMessage.OpenedIndex withNonceCorrection(SigningMessage.OpenedIndex old, Scalar nonce) {
        var correction = old.correction();
        return withCorrection(
                old,
                new SigningMessage.Correction(nonce, correction.key(), correction.nonceMask(), correction.keyMask()));
    }

    static SigningMessage.OpenedIndex withKeyCorrection(SigningMessage.OpenedIndex old, Scalar key) {
        var correction = old.correction();
        return withCorrection(
                old,
                new SigningMessage.Correction(correction.nonce(), key, correction.nonceMask(), correction.keyMask()));
    }

    static SigningMessage.OpenedIndex withCorrection(
            SigningMessage.OpenedIndex old, SigningMessage.Correction correction) {
        return new SigningMessage.OpenedIndex(
                old.noncePoint(), old.opening(), old.keyPoint(), correction, old.blinding());
    }

    static SigningMessage.OpenedIndex withNoncePoint(SigningMessage.OpenedIndex old, Point nonce) {
        return new SigningMessage.OpenedIndex(nonce, old.opening(), old.keyPoint(), old.correction(), old.blinding());
    }

    static SigningMessage.OpenedIndex withKeyPoint(SigningMessage.OpenedIndex old, Point key) {
        return new SigningMessage.OpenedIndex(old.noncePoint(), old.opening(), key, old.correction(), old.blinding());
    }

    static SigningMessage.OpenedIndex withBlinding(SigningMessage.OpenedIndex old, Scalar blinding) {
        return new SigningMessage.OpenedIndex(
                old.noncePoint(), old.opening(), old.keyPoint(), old.correction(), blinding);
    }

    static Scalar next(Scalar value) {
        return value.plus(UNIT);
    }

    static Point next(Point point) {
        return point.plus(GROUP.generator()).orThrow("a test's point is not -G");
    }

    /// Parties that produced a signature, of those asked.
    static List<PartyId> finished(Map<PartyId, Run.Outcome<SigningResult>> outcomes) {
        return outcomes.entrySet().stream()
                .filter(each -> each.getValue() instanceof Run.Outcome.Finished)
                .map(Map.Entry::getKey)
                .toList();
    }
}
