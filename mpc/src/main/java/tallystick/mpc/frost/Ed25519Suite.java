package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.SecretStandardHash;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;

/// FROST(Ed25519, SHA-512).
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-6.1 RFC 9591 §6.1
final class Ed25519Suite implements Ciphersuite {
    static final Ed25519Suite INSTANCE = new Ed25519Suite();

    private static final String CONTEXT = "FROST-ED25519-SHA512-v1";
    private static final Bytes RHO = Bytes.ofUtf8(CONTEXT + "rho");
    private static final Bytes NONCE = Bytes.ofUtf8(CONTEXT + "nonce");
    private static final Bytes MESSAGE = Bytes.ofUtf8(CONTEXT + "msg");
    private static final Bytes COMMITMENTS = Bytes.ofUtf8(CONTEXT + "com");

    private Ed25519Suite() {}

    @Override
    public Scheme scheme() {
        return Scheme.FROST_ED25519;
    }

    // > H1(m): SHA-512(contextString || "rho" || m), 64 bytes little-endian, modulo the order
    @Override
    public Scalar bindingFactor(Bytes input) {
        return group().reduceWide(StandardHash.sha512(Bytes.concat(RHO, input)));
    }

    // > H2(m): SHA-512(m) modulo the order, without a context string, for RFC 8032 verifies the result
    @Override
    public Scalar challenge(Point groupCommitment, Point outputKey, Bytes message) {
        return group().reduceWide(
                        StandardHash.sha512(Bytes.concat(groupCommitment.encode(), outputKey.encode(), message)));
    }

    // > H3(m): SHA-512(contextString || "nonce" || m) modulo the order
    @Override
    public SecretScalar nonce(SecretBytes input, SecretMemory home) {
        try (var wide = SecretStandardHash.sha512(NONCE, input, home)) {
            return group().reduceSecretWide(wide, home);
        }
    }

    // > H4(m): SHA-512(contextString || "msg" || m)
    @Override
    public Bytes messageHash(Bytes message) {
        return StandardHash.sha512(Bytes.concat(MESSAGE, message));
    }

    // > H5(m): SHA-512(contextString || "com" || m)
    @Override
    public Bytes commitmentsHash(Bytes encodedList) {
        return StandardHash.sha512(Bytes.concat(COMMITMENTS, encodedList));
    }

    @Override
    public boolean evenOnly() {
        return false;
    }

    @Override
    public SchnorrSignature signature(Point groupCommitment, Scalar response) {
        return new SchnorrSignature(scheme(), Bytes.concat(groupCommitment.encode(), response.encode()));
    }

    /// Stricter than the RFC, whose equation is multiplied by the cofactor: without it, S below L, canonical R and
    /// key, so that every verifier in the world agrees.
    @Override
    public boolean verify(Point outputKey, Bytes message, SchnorrSignature signature) {
        return Ed25519Verify.verify(outputKey, message, signature.encoded());
    }
}
