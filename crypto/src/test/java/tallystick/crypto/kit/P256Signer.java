package tallystick.crypto.kit;

import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.P256Signature;
import tallystick.crypto.seal.P256VerifyKey;

/// Somebody's key on P-256, for tests: another library's arithmetic, nonces of RFC 6979.
public final class P256Signer {
    private static final ECDomainParameters CURVE = new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

    /// The order of the group.
    public static final BigInteger N = CURVE.getN();

    private final BigInteger secret;

    /// @param secret 1..n-1
    public P256Signer(BigInteger secret) {
        this.secret = secret;
    }

    /// A key named by a number.
    public static P256Signer of(long seed) {
        var hash = StandardHash.sha256(Bytes.ofUtf8("p256 " + seed)).bytes();
        return new P256Signer(new BigInteger(1, hash.toArray())
                .mod(N.subtract(BigInteger.ONE))
                .add(BigInteger.ONE));
    }

    public P256VerifyKey key() {
        var point = CURVE.getG().multiply(secret).normalize();
        return new P256VerifyKey(Bytes.concat(
                Bytes.copyOf(point.getAffineXCoord().getEncoded()),
                Bytes.copyOf(point.getAffineYCoord().getEncoded())));
    }

    /// r and s as they come out, s low or high.
    public BigInteger[] raw(Bytes message) {
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, CURVE));
        return signer.generateSignature(StandardHash.sha256(message).bytes().toArray());
    }

    /// The signature in DER, as it comes out.
    public Bytes der(Bytes message) {
        var raw = raw(message);
        return der(raw[0], raw[1]);
    }

    /// Two numbers in DER.
    public static Bytes der(BigInteger r, BigInteger s) {
        var one = Bytes.copyOf(r.toByteArray());
        var other = Bytes.copyOf(s.toByteArray());
        return Bytes.concat(
                Bytes.copyOf((byte) 0x30, (byte) (4 + one.length() + other.length())),
                Bytes.copyOf((byte) 2, (byte) one.length()),
                one,
                Bytes.copyOf((byte) 2, (byte) other.length()),
                other);
    }

    /// The canonical signature of a message.
    public P256Signature sign(Bytes message) {
        return P256Signature.ofDer(der(message)).orThrow();
    }

    /// The canonical signature of a statement, as a program gives it.
    public P256Signature sign(Digest32 statement) {
        return sign(Bytes.concat(Bytes.ofUtf8("tallystick/identity/v1/statement"), statement.bytes()));
    }

    /// What the other library says of two numbers.
    public static boolean verifies(P256VerifyKey key, Bytes message, BigInteger r, BigInteger s) {
        var point = CURVE.getCurve()
                .decodePoint(Bytes.concat(Bytes.copyOf((byte) 4), key.bytes()).toArray());
        var signer = new ECDSASigner();
        signer.init(false, new ECPublicKeyParameters(point, CURVE));
        return signer.verifySignature(StandardHash.sha256(message).bytes().toArray(), r, s);
    }
}
