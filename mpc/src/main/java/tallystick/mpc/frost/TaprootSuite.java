package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SchnorrVerify;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.TaggedHash;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;

/// FROST(secp256k1, SHA-256) whose signatures are BIP-340 signatures, as the Zcash Foundation's ciphersuite for
/// Taproot.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0340.mediawiki#specification BIP-340 › Specification
final class TaprootSuite implements Ciphersuite {
    static final TaprootSuite INSTANCE = new TaprootSuite();

    private static final Secp256k1Hashes HASHES = new Secp256k1Hashes("FROST-secp256k1-SHA256-TR-v1");

    /// Zeros before 32 big-endian bytes: the same number, as long as a reduction takes it.
    private static final Bytes WIDENING = Bytes.copyOf(new byte[16]);

    private TaprootSuite() {}

    @Override
    public Scheme scheme() {
        return Scheme.FROST_BIP340;
    }

    @Override
    public Scalar bindingFactor(Bytes input) {
        return HASHES.toScalar("rho", input);
    }

    // > e = int(hash_BIP0340/challenge(bytes(R) || bytes(P) || m)) mod n
    @Override
    public Scalar challenge(Point groupCommitment, Point outputKey, Bytes message) {
        var hash = TaggedHash.BIP340_CHALLENGE.hash(groupCommitment.xOnly(), outputKey.xOnly(), message);
        return group().reduceWide(Bytes.concat(WIDENING, hash.bytes()));
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
        return true;
    }

    @Override
    public SchnorrSignature signature(Point groupCommitment, Scalar response) {
        return new SchnorrSignature(scheme(), Bytes.concat(groupCommitment.xOnly(), response.encode()));
    }

    @Override
    public boolean verify(Point outputKey, Bytes message, SchnorrSignature signature) {
        return SchnorrVerify.verify(outputKey, message, signature.encoded());
    }
}
