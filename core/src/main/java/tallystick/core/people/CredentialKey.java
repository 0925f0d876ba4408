package tallystick.core.people;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.seal.P256Signature;
import tallystick.crypto.seal.P256VerifyKey;
import tallystick.crypto.seal.VerifyKey;

/// The public key of a passkey, as its authenticator gave it.
///
/// **Form** a COSE key in the canonical form of CTAP2, which for either algorithm is fixed bytes with the coordinates
/// between: 77 bytes for ES256, 42 for EdDSA. Every other algorithm, order or spelling is malformed.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9053#section-7.1 RFC 9053 §7.1 (elliptic curve keys)
public sealed interface CredentialKey {
    /// ECDSA on P-256 with SHA-256, COSE algorithm -7.
    record Es256(P256VerifyKey key) implements CredentialKey {}

    /// Ed25519, COSE algorithm -8.
    record EdDsa(VerifyKey key) implements CredentialKey {}

    /// The COSE key.
    default Bytes cose() {
        return switch (this) {
            case Es256(var key) ->
                Bytes.concat(
                        CoseForm.ES256,
                        key.bytes().slice(0, CoseForm.COORDINATE_BYTES),
                        CoseForm.Y,
                        key.bytes().slice(CoseForm.COORDINATE_BYTES, P256VerifyKey.LENGTH_BYTES));
            case EdDsa(var key) -> Bytes.concat(CoseForm.EDDSA, key.bytes());
        };
    }

    /// Reads a COSE key of one of the two forms and nothing else.
    static Parsed<CredentialKey> parse(Bytes cose) {
        return Reader.parse(cose, CredentialKey::read);
    }

    /// Reads one that is followed by other bytes.
    /// @spec docs/spec/people.md#PE-3 people
    static CredentialKey read(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("cose key")) {
            case 0xa5 -> {
                reader.expect(CoseForm.ES256.slice(1, CoseForm.ES256.length()), "cose key of es256");
                var at = reader.position();
                var x = reader.raw(CoseForm.COORDINATE_BYTES, "x of the cose key");
                reader.expect(CoseForm.Y, "y of the cose key");
                var y = reader.raw(CoseForm.COORDINATE_BYTES, "y of the cose key");
                yield switch (P256VerifyKey.parse(Bytes.concat(x, y))) {
                    case Parsed.Ok<P256VerifyKey>(var key) -> new Es256(key);
                    case Parsed.Malformed<P256VerifyKey>(var _, var expected) -> throw new MalformedInput(at, expected);
                };
            }
            case 0xa4 -> {
                reader.expect(CoseForm.EDDSA.slice(1, CoseForm.EDDSA.length()), "cose key of eddsa");
                yield new EdDsa(VerifyKey.read(reader, "x of the cose key"));
            }
            default -> throw new MalformedInput(start, "cose key of es256 or eddsa");
        };
    }

    /// Whether `signature`, in its canonical form, is this key's on `message`. What has another form is none.
    default boolean verifies(Bytes message, Bytes signature) {
        return switch (this) {
            case Es256(var key) ->
                P256Signature.parse(signature) instanceof Parsed.Ok<P256Signature>(var good)
                        && key.verifies(message, good);
            case EdDsa(var key) -> Ed25519Verify.verify(key.point(), message, signature);
        };
    }
}
