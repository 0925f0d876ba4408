package tallystick.bench.primitives;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SchnorrVerify;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.TaggedHash;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

/// Verifying one good signature of each kind.
@State(Scope.Thread)
public class VerifyBenchmark {
    private static final Group SECP = Curve.SECP256K1.group();
    private static final Group ED = Curve.ED25519.group();

    private final Digest32 message = new Digest32(new SystemEntropy().bytes(Digest32.LENGTH_BYTES));
    private Point secpKey = SECP.generator();
    private Point edKey = ED.generator();
    private Bytes ecdsa = Bytes.empty();
    private Bytes bip340 = Bytes.empty();
    private Bytes ed25519 = Bytes.empty();

    /// Signs, with keys and nonces nobody needs to keep.
    @Setup
    public void sign() {
        var entropy = new SystemEntropy();
        var key = SECP.randomScalar(entropy);
        var nonce = SECP.randomScalar(entropy);
        if (!point(key).hasEvenY()) key = key.negate();
        if (!point(nonce).hasEvenY()) nonce = nonce.negate();
        secpKey = point(key);
        try (var home = SecretMemory.open();
                var secret = SECP.secretOf(key, home)) {
            ecdsa = EcdsaSign.sign(secret, message);
        }
        var hash = TaggedHash.BIP340_CHALLENGE.hash(point(nonce).xOnly(), secpKey.xOnly(), message.bytes());
        var challenge = SECP.reduceWide(Bytes.concat(Bytes.copyOf(new byte[16]), hash.bytes()));
        bip340 = Bytes.concat(
                point(nonce).xOnly(), nonce.plus(challenge.times(key)).encode());

        key = ED.randomScalar(entropy);
        nonce = ED.randomScalar(entropy);
        edKey = point(key);
        var commitment = point(nonce).encode();
        challenge = ED.reduceWide(StandardHash.sha512(Bytes.concat(commitment, edKey.encode(), message.bytes())));
        ed25519 = Bytes.concat(commitment, nonce.plus(challenge.times(key)).encode());
        if (!ecdsa() || !bip340() || !ed25519()) throw new AssertionError("a good signature does not verify");
    }

    private static Point point(Scalar scalar) {
        return scalar.timesGenerator().orThrow("zero has chance 2^-252");
    }

    /// ECDSA over secp256k1.
    @Benchmark
    public boolean ecdsa() {
        return EcdsaVerify.verify(secpKey, message, ecdsa);
    }

    /// BIP-340 over secp256k1.
    @Benchmark
    public boolean bip340() {
        return SchnorrVerify.verify(secpKey, message.bytes(), bip340);
    }

    /// Ed25519.
    @Benchmark
    public boolean ed25519() {
        return Ed25519Verify.verify(edKey, message.bytes(), ed25519);
    }
}
