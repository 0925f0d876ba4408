package tallystick.mpc.ceremony;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// A Schnorr proof that a dealer knows the scalar behind one coefficient it sends.
///
/// **Why** without it the last to speak picks its point as a difference of the others' and decides the key (rogue key).
/// The challenge binds session, dealer, row, index, curve and generator, so a proof fits one place only.
///
/// **Form** nonce point ‖ response (32 bytes).
///
/// @param nonce R = k·G
/// @param response z = k + e·a
/// @spec https://eprint.iacr.org/2020/852 FROST, figure 1, round 1 step 2
public record CoefficientProof(Point nonce, Scalar response) {

    /// Where a coefficient stands.
    ///
    /// @param session the run
    /// @param dealer whose coefficient
    /// @param row the gate's number in pre-order; on repair the lost leaf
    /// @param index the power of x, 0 for the root's constant; on repair the receiving helper's number
    public record Place(SessionId session, PartyId dealer, int row, int index) {}

    /// Proves knowledge of `secret`, whose point is `point`. Constant time; the nonce is hedged with the secret itself.
    public static CoefficientProof prove(
            Place place, SecretScalar secret, Point point, Entropy entropy, SecretMemory home) {
        var group = secret.group();
        try (var fresh = SecretBytes.random(32, entropy, home);
                var secretBytes = secret.encode();
                var hash = SecretHash.of("tallystick/ceremony/v1/proof-nonce", home)
                        .add("session", place.session().value().bytes())
                        .add("row", place.row())
                        .add("index", place.index())
                        .add("fresh", fresh)
                        .add("secret", secretBytes);
                var wide = hash.wide();
                var k = group.reduceSecretWide(wide, home)) {
            // > FROST fig. 1, 1.2: k ← Zq, R = g^k, c = H(i, Φ, g^a0, R), μ = k + a0·c.
            var nonce = k.timesGenerator().orThrow("nonce of a proof is zero with chance 2^-252");
            try (var product = secret.times(challenge(place, group, point, nonce));
                    var z = k.plus(product)) {
                return new CoefficientProof(nonce, z.declassify(SecretAccess.PROTOCOL_OUTPUT));
            }
        }
    }

    /// Whether the proof is of `point` at `place`.
    public boolean verifies(Place place, Point point) {
        // > FROST fig. 1, 1.5: R = g^μ · φ^-c.
        var c = challenge(place, point.group(), point, nonce);
        return response.timesGenerator().equals(nonce.plus(point.times(c)));
    }

    void write(Writer writer) {
        writer.raw(nonce.encode()).raw(response.encode());
    }

    static CoefficientProof read(Reader reader, Group group) throws MalformedInput {
        return new CoefficientProof(group.readPoint(reader, "proof nonce"), group.readScalar(reader, "proof response"));
    }

    private static Scalar challenge(Place place, Group group, Point point, Point nonce) {
        return group.hashToScalar(Transcript.of("tallystick/ceremony/v1/proof")
                .add("session", place.session().value())
                .add("dealer", place.dealer().value())
                .add("row", place.row())
                .add("index", place.index())
                .add("curve", group.curve().code())
                .add("generator", group.generator().encode())
                .add("point", point.encode())
                .add("nonce", nonce.encode()));
    }
}
