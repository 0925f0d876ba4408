package tallystick.control.access;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;

/// How a program signs its requests.
///
/// **Form** public keys as their standards have them raw; signatures of 64 bytes, for P-256 r ‖ s.
public enum Algorithm {
    /// Ed25519.
    ED25519("Ed25519", "Ed25519", "302a300506032b6570032100", 32),
    /// ECDSA with SHA-256; the key as an uncompressed point without its first byte.
    P256("EC", "SHA256withECDSAinP1363Format", "3059301306072a8648ce3d020106082a8648ce3d03010703420004", 64);

    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final int SIGNATURE_BYTES = 64;

    private final String keys;
    private final String signatures;
    private final String before;
    private final int keyBytes;

    Algorithm(String keys, String signatures, String before, int keyBytes) {
        this.keys = keys;
        this.signatures = signatures;
        this.before = before;
        this.keyBytes = keyBytes;
    }

    /// How long a public key is.
    public int keyBytes() {
        return keyBytes;
    }

    /// Whether these bytes are a public key.
    public boolean isKey(Bytes key) {
        return key.length() == keyBytes
                && (this == ED25519 || isOnCurve(key))
                && read(key).isPresent();
    }

    /// Whether `signature` is of `key` over `text`.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1 RFC 8032 §5.1
    /// @spec https://www.rfc-editor.org/rfc/rfc7518#section-3.4 RFC 7518 §3.4
    public boolean verifies(Bytes key, Bytes text, Bytes signature) {
        if (signature.length() != SIGNATURE_BYTES) return false;
        var readable = read(key);
        if (readable.isEmpty()) return false;
        try {
            var verifier = Signature.getInstance(signatures);
            verifier.initVerify(readable.get());
            verifier.update(text.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Optional<PublicKey> read(Bytes key) {
        var encoded = Bytes.concat(Bytes.copyOf(HexFormat.of().parseHex(before)), key);
        try {
            return Optional.of(KeyFactory.getInstance(keys).generatePublic(new X509EncodedKeySpec(encoded.toArray())));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no " + keys, e);
        }
    }

    /// y² = x³ - 3x + b.
    private static boolean isOnCurve(Bytes key) {
        var x = new BigInteger(1, key.slice(0, 32).toArray());
        var y = new BigInteger(1, key.slice(32, 64).toArray());
        if (x.compareTo(P) >= 0 || y.compareTo(P) >= 0) return false;
        var right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
        return y.pow(2).mod(P).equals(right);
    }
}
