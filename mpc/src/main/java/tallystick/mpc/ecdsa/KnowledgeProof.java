package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
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

/// A Schnorr proof that the sender of base OTs knows the scalar behind its point B.
///
/// **Why** the set-up's proof extracts b. The challenge binds the context, and with it session, key, epoch, prover and
/// verifier; one challenge of 256 bits, so cheating once in 2^256 / n is all there is to try.
///
/// **Form** 65 bytes: nonce point ‖ response.
///
/// @param nonce R = k·G
/// @param response z = k + e·b
/// @spec https://eprint.iacr.org/2018/499 DKLs18, Protocol 7 (verified simplest OT), step 1
record KnowledgeProof(Point nonce, Scalar response) {
    private static final Group GROUP = Curve.SECP256K1.group();

    /// Constant time; the nonce is hedged with the secret itself.
    static KnowledgeProof prove(
            BaseOtContext context, SecretScalar secret, Point point, Entropy entropy, SecretMemory home) {
        try (var fresh = SecretBytes.random(32, entropy, home);
                var encoded = secret.encode();
                var hash = SecretHash.of("tallystick/base-ot/v1/proof-nonce", home)
                        .add("context", context.digest())
                        .add("fresh", fresh)
                        .add("secret", encoded);
                var wide = hash.wide();
                var k = GROUP.reduceSecretWide(wide, home)) {
            var nonce = k.timesGenerator().orThrow("a hash is zero mod n with chance 2^-256");
            try (var product = secret.times(challenge(context, point, nonce));
                    var z = k.plus(product)) {
                return new KnowledgeProof(nonce, z.declassify(SecretAccess.PROTOCOL_OUTPUT));
            }
        }
    }

    /// Whether it proves knowledge of the scalar of `point` in this context: z·G = R + e·B.
    boolean verifies(BaseOtContext context, Point point) {
        var e = challenge(context, point, nonce);
        return response.timesGenerator().equals(nonce.plus(point.times(e)));
    }

    void write(Writer writer) {
        writer.raw(nonce.encode()).raw(response.encode());
    }

    static KnowledgeProof read(Reader reader) throws MalformedInput {
        return new KnowledgeProof(GROUP.readPoint(reader, "proof nonce"), GROUP.readScalar(reader, "proof response"));
    }

    private static Scalar challenge(BaseOtContext context, Point point, Point nonce) {
        return GROUP.hashToScalar(Transcript.of("tallystick/base-ot/v1/proof")
                .add("context", context.digest())
                .add("generator", GROUP.generator().encode())
                .add("point", point.encode())
                .add("nonce", nonce.encode()));
    }
}
