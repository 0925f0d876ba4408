package tallystick.mpc.frost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.ExpandMessage;
import tallystick.crypto.hash.SecretStandardHash;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The hashes both suites over secp256k1 share, each under its own context string.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-6.5 RFC 9591 §6.5
final class Secp256k1Hashes {
    /// > hash_to_field: L = 48, from RFC 9380 §5.2
    private static final int FIELD_BYTES = 48;

    private final Map<String, Bytes> tags = new HashMap<>();

    Secp256k1Hashes(String context) {
        for (var purpose : List.of("rho", "chal", "nonce", "msg", "com"))
            tags.put(purpose, Bytes.ofUtf8(context + purpose));
    }

    /// H1 ("rho") and H2 ("chal").
    // > hash_to_field(m, 1) with expand_message_xmd, SHA-256, DST = contextString || purpose
    Scalar toScalar(String purpose, Bytes input) {
        return Curve.SECP256K1.group().reduceWide(ExpandMessage.xmdSha256(input, tag(purpose), FIELD_BYTES));
    }

    /// H3.
    // > hash_to_field(m, 1) with DST = contextString || "nonce"
    SecretScalar nonce(SecretBytes input, SecretMemory home) {
        try (var wide = SecretStandardHash.expand48(input, tag("nonce"), home)) {
            return Curve.SECP256K1.group().reduceSecretWide(wide, home);
        }
    }

    /// H4 ("msg") and H5 ("com").
    // > H(contextString || purpose || m)
    Bytes toBytes(String purpose, Bytes input) {
        return StandardHash.sha256(Bytes.concat(tag(purpose), input)).bytes();
    }

    private Bytes tag(String purpose) {
        return Objects.requireNonNull(tags.get(purpose), "one of the five purposes");
    }
}
