package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.function.Function;
import tallystick.core.approval.Proof;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.P256Signature;
import tallystick.crypto.seal.P256VerifyKey;

/// Somebody at a terminal, and the key by which he says things: the Ed25519 key of an identity file, or a P-256 key.
///
/// @param person who, as the document of people lists him
/// @param keyId which of his keys
/// @param prover makes the proof of a statement
record PersonSigner(PersonId person, Digest32 keyId, Function<Digest32, Proof> prover) {
    private static final int P256_BITS = 256;
    /// Before what a key signs, `docs/spec/roster.md`.
    private static final Bytes TAG = Bytes.ofUtf8("tallystick/identity/v1/statement");

    static PersonSigner of(PersonId person, IdentityKey key) {
        return new PersonSigner(
                person,
                new PersonKey.EdKey(key.verifyKey()).id(),
                statement -> new Proof.Plain(key.sign(statement).bytes()));
    }

    /// @param pem PKCS#8 as `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256` writes it
    /// @param publicKey its public half, x and y
    static PersonSigner of(PersonId person, Path pem, P256VerifyKey publicKey) throws IOException, Unable {
        var secret = secret(pem);
        return new PersonSigner(
                person, new PersonKey.NistKey(publicKey).id(), statement -> new Proof.Plain(sign(secret, statement)));
    }

    private static PrivateKey secret(Path pem) throws IOException, Unable {
        var text = Files.readString(pem);
        var body = text.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        try {
            var key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
            if (key instanceof ECPrivateKey ec
                    && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS) return key;
            throw new Unable("%s holds no key on P-256".formatted(pem));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unable("%s is no private key in PKCS#8 and PEM".formatted(pem));
        }
    }

    /// JDK signatures may have a high s; the one form has a low one.
    private static Bytes sign(PrivateKey secret, Digest32 statement) {
        try {
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(secret);
            signer.update(Bytes.concat(TAG, statement.bytes()).toArray());
            return switch (P256Signature.ofDer(Bytes.copyOf(signer.sign()))) {
                case Parsed.Ok<P256Signature>(var signature) -> signature.bytes();
                case Parsed.Malformed<P256Signature>(var _, var expected) ->
                    throw new AssertionError("this JDK signs otherwise: expected " + expected);
            };
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK does not sign on p-256", e);
        }
    }
}
