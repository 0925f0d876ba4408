package tallystick.crypto.seal;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;

/// The public key of somebody's authenticator or program on the curve P-256.
///
/// **Why** passkeys and most hardware sign on this curve. Nothing of this project does, so it is verified by the JDK
/// and has no group of its own.
///
/// **Form** 64 bytes, x ‖ y, big-endian, both below p, on the curve; the cofactor is 1, so every such point is good.
///
/// **Threads** immutable. **Timing** variable: public values only.
public record P256VerifyKey(Bytes bytes) {
    /// Length in bytes.
    public static final int LENGTH_BYTES = 64;

    private static final int HALF_BYTES = 32;
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger THREE = BigInteger.valueOf(3);

    /// @throws IllegalArgumentException if it is no point of the curve: the caller's fault
    public P256VerifyKey {
        if (bytes.length() != LENGTH_BYTES)
            throw new IllegalArgumentException("p-256 key of %d bytes, not 64".formatted(bytes.length()));
        if (!isOnCurve(x(bytes), y(bytes))) throw new IllegalArgumentException("no point of p-256");
    }

    /// Reads 64 bytes; refuses what is no point of the curve.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc5480#section-2.2 RFC 5480 §2.2 (a point's coordinates)
    public static P256VerifyKey read(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var bytes = reader.raw(LENGTH_BYTES, field);
        if (!isOnCurve(x(bytes), y(bytes))) throw new MalformedInput(start, field + " on the curve p-256");
        return new P256VerifyKey(bytes);
    }

    /// Reads the encoding.
    public static Parsed<P256VerifyKey> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> read(reader, "p-256 key"));
    }

    /// Whether `signature` is this key's on `statement`, under the same tag as an [IdentityKey]'s.
    public boolean verifies(Digest32 statement, P256Signature signature) {
        return verifies(IdentityKey.message(statement), signature);
    }

    /// Whether `signature` is this key's on the SHA-256 of `message`.
    ///
    /// @spec https://doi.org/10.6028/NIST.FIPS.186-5 FIPS 186-5 §6.4.2 (ECDSA verification)
    public boolean verifies(Bytes message, P256Signature signature) {
        try {
            var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(key());
            verifier.update(message.toArray());
            return verifier.verify(signature.bytes().toArray());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK does not verify on p-256", e);
        }
    }

    private PublicKey key() throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var curve = parameters.getParameterSpec(ECParameterSpec.class);
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x(bytes), y(bytes)), curve));
    }

    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.compareTo(P) >= 0 || y.compareTo(P) >= 0) return false;
        var right = x.multiply(x).subtract(THREE).multiply(x).add(B).mod(P);
        return y.multiply(y).mod(P).equals(right);
    }

    private static BigInteger x(Bytes bytes) {
        return new BigInteger(1, bytes.slice(0, HALF_BYTES).toArray());
    }

    private static BigInteger y(Bytes bytes) {
        return new BigInteger(1, bytes.slice(HALF_BYTES, LENGTH_BYTES).toArray());
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
