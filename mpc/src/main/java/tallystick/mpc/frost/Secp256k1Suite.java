package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;

/// FROST(secp256k1, SHA-256).
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-6.5 RFC 9591 §6.5
final class Secp256k1Suite implements Ciphersuite {
    static final Secp256k1Suite INSTANCE = new Secp256k1Suite();

    private static final Secp256k1Hashes HASHES = new Secp256k1Hashes("FROST-secp256k1-SHA256-v1");

    private record Equation(Point groupCommitment, Scalar response) {}

    private Secp256k1Suite() {}

    @Override
    public Scheme scheme() {
        return Scheme.FROST_SECP256K1;
    }

    @Override
    public Scalar bindingFactor(Bytes input) {
        return HASHES.toScalar("rho", input);
    }

    // > H2(m): hash_to_field(m, 1) with DST = contextString || "chal"
    @Override
    public Scalar challenge(Point groupCommitment, Point outputKey, Bytes message) {
        return HASHES.toScalar("chal", Bytes.concat(groupCommitment.encode(), outputKey.encode(), message));
    }

    @Override
    public SecretScalar nonce(SecretBytes input, SecretMemory home) {
        return HASHES.nonce(input, home);
    }

    @Override
    public Bytes messageHash(Bytes message) {
        return HASHES.toBytes("msg", message);
    }

    @Override
    public Bytes commitmentsHash(Bytes encodedList) {
        return HASHES.toBytes("com", encodedList);
    }

    @Override
    public boolean evenOnly() {
        return false;
    }

    @Override
    public SchnorrSignature signature(Point groupCommitment, Scalar response) {
        return new SchnorrSignature(scheme(), Bytes.concat(groupCommitment.encode(), response.encode()));
    }

    /// @spec https://www.rfc-editor.org/rfc/rfc9591#appendix-B RFC 9591 appendix B (Schnorr signature verification)
    @Override
    public boolean verify(Point outputKey, Bytes message, SchnorrSignature signature) {
        var parsed = Reader.parse(
                signature.encoded(),
                reader -> new Equation(
                        group().readPoint(reader, "group commitment"), group().readScalar(reader, "response")));
        return switch (parsed) {
            case Parsed.Malformed<Equation> _ -> false;
            case Parsed.Ok<Equation>(Equation(var r, var z)) -> {
                // > l = G.ScalarBaseMult(z); r = R + c * PK; return l == r
                var c = challenge(r, outputKey, message);
                yield z.timesGenerator().equals(r.plus(outputKey.times(c)));
            }
        };
    }
}
