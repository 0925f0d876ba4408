package tallystick.core.approval;

import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.P256Signature;
import tallystick.crypto.seal.Signature64;

/// How somebody shows that a statement is his, not yet verified.
///
/// **Form** kind byte, then the parts; signatures are 64 bytes in the canonical form of their algorithm.
public sealed interface Proof {
    /// Length of a signature in its canonical form.
    int SIGNATURE_BYTES = 64;

    /// By a key that signs statements.
    ///
    /// @param signature 64 bytes
    record Plain(Bytes signature) implements Proof {
        /// @throws IllegalArgumentException if not 64 bytes: the caller's fault
        public Plain {
            requireLength(signature);
        }
    }

    /// By a passkey: what its authenticator and its browser said, and the signature over both.
    ///
    /// @param authenticatorData at most 255 bytes
    /// @param clientDataJson at most 2048 bytes of JSON
    /// @param signature 64 bytes; of ES256 not the DER the authenticator gave but its one canonical form
    record Assertion(Bytes authenticatorData, Bytes clientDataJson, Bytes signature) implements Proof {
        private static final int AUTHENTICATOR_BYTES_MAX = 255;
        private static final int CLIENT_BYTES_MAX = 2048;

        /// @throws IllegalArgumentException if a part is too long: the caller's fault
        public Assertion {
            requireLength(signature);
            if (authenticatorData.length() > AUTHENTICATOR_BYTES_MAX)
                throw new IllegalArgumentException(
                        "authenticator data of %d bytes, more than 255".formatted(authenticatorData.length()));
            if (clientDataJson.length() > CLIENT_BYTES_MAX)
                throw new IllegalArgumentException(
                        "client data of %d bytes, more than 2048".formatted(clientDataJson.length()));
        }

        /// What came out of the browser for an ES256 credential.
        ///
        /// @param der the signature as it was given
        public static Parsed<Assertion> ofDer(Bytes authenticatorData, Bytes clientDataJson, Bytes der) {
            return P256Signature.ofDer(der)
                    .map(signature -> new Assertion(authenticatorData, clientDataJson, signature.bytes()));
        }
    }

    private static void requireLength(Bytes signature) {
        if (signature.length() != SIGNATURE_BYTES)
            throw new IllegalArgumentException("signature of %d bytes, not 64".formatted(signature.length()));
    }

    /// Whether this plain signature is the key's on a statement; of a passkey's key it never is.
    static boolean verifies(PersonKey key, Digest32 statement, Plain plain) {
        return switch (key) {
            case PersonKey.EdKey(var ed) -> ed.verifies(statement, new Signature64(plain.signature()));
            case PersonKey.NistKey(var nist) ->
                P256Signature.parse(plain.signature()) instanceof Parsed.Ok<P256Signature>(var signature)
                        && nist.verifies(statement, signature);
            case PersonKey.Passkey _ -> false;
        };
    }

    /// Writes the canonical bytes.
    default void write(Writer writer) {
        switch (this) {
            case Plain(var signature) -> writer.u8(1).raw(signature);
            case Assertion(var authenticator, var client, var signature) ->
                writer.u8(2).variable(authenticator).variable(client).raw(signature);
        }
    }

    /// Reads the canonical bytes of a proof.
    static Proof read(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("kind of proof")) {
            case 1 -> new Plain(reader.raw(SIGNATURE_BYTES, "signature"));
            case 2 ->
                new Assertion(
                        reader.variable(Assertion.AUTHENTICATOR_BYTES_MAX, "authenticator data"),
                        reader.variable(Assertion.CLIENT_BYTES_MAX, "client data"),
                        reader.raw(SIGNATURE_BYTES, "signature"));
            default -> throw new MalformedInput(start, "kind of proof 1 or 2");
        };
    }
}
