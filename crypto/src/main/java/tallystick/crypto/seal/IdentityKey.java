package tallystick.crypto.seal;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.nativelib.LibSodium;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The long-lived key by which a machine or person signs statements.
///
/// **Form** Ed25519; what is signed is a fixed tag and the 32 bytes of the statement's transcript hash, so that a
/// statement can never be mistaken for a transaction. The one exception are the notes of a transparency log, whose
/// bytes a standard fixes: they begin with one of two texts that no statement begins with. **Threads** any. **Timing**
/// constant; off the heap throughout.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1.6 RFC 8032 §5.1.6
public final class IdentityKey implements AutoCloseable {
    /// Length of the seed in bytes.
    public static final int SEED_LENGTH_BYTES = 32;

    private static final Bytes TAG = Bytes.ofUtf8("tallystick/identity/v1/statement");

    /// How the names of this project's logs begin, and so the first line of every checkpoint this key signs.
    public static final String LOG_NAME_PREFIX = "tallystick.node/";

    private static final List<Bytes> NOTE_BEGINNINGS =
            List.of(Bytes.ofUtf8(LOG_NAME_PREFIX), Bytes.ofUtf8("cosignature/v1\n"));

    private final SecretBytes secret;
    private final VerifyKey verifyKey;

    private IdentityKey(SecretBytes secret, VerifyKey verifyKey) {
        this.secret = secret;
        this.verifyKey = verifyKey;
    }

    /// A fresh key.
    public static IdentityKey generate(Entropy entropy, SecretMemory home) {
        try (var seed = SecretBytes.random(SEED_LENGTH_BYTES, entropy, home)) {
            return of(seed, home);
        }
    }

    /// The key of a seed, which stays the caller's.
    public static IdentityKey of(SecretBytes seed, SecretMemory home) {
        if (seed.length() != SEED_LENGTH_BYTES)
            throw new IllegalArgumentException("seed of %d bytes, not 32".formatted(seed.length()));
        var secret = home.allocate(2 * SEED_LENGTH_BYTES);
        var encoded = new byte[VerifyKey.LENGTH_BYTES];
        LibSodium.keyPair(seed.memory(), encoded, secret.memory());
        var point = Curve.ED25519.group().parsePoint(Bytes.copyOf(encoded)).orThrow();
        return new IdentityKey(secret, new VerifyKey(point));
    }

    /// The public half.
    public VerifyKey verifyKey() {
        return verifyKey;
    }

    /// Signs a statement.
    /// @spec docs/spec/roster.md#RO-2 roster
    /// @spec docs/spec/sealing.md#SE-4 sealing
    public Signature64 sign(Digest32 statement) {
        var signature = new byte[Signature64.LENGTH_BYTES];
        LibSodium.sign(secret.memory(), message(statement).toArray(), signature);
        return new Signature64(Bytes.copyOf(signature));
    }

    /// Signs the text of a transparency log's note: a checkpoint of this identity's own log, or a cosignature.
    ///
    /// @throws IllegalArgumentException if the text begins otherwise than those two do: the caller's fault
    /// @spec https://c2sp.org/signed-note C2SP signed-note (Ed25519 signatures)
    public Signature64 signNote(Bytes text) {
        if (NOTE_BEGINNINGS.stream().noneMatch(beginning -> beginsWith(text, beginning)))
            throw new IllegalArgumentException("a note of %d bytes that is no checkpoint".formatted(text.length()));
        var signature = new byte[Signature64.LENGTH_BYTES];
        LibSodium.sign(secret.memory(), text.toArray(), signature);
        return new Signature64(Bytes.copyOf(signature));
    }

    private static boolean beginsWith(Bytes text, Bytes beginning) {
        return text.length() > beginning.length()
                && text.slice(0, beginning.length()).equals(beginning);
    }

    /// A copy of the seed, to be sealed at once and closed.
    public SecretBytes seed() {
        var seed = secret.home().allocate(SEED_LENGTH_BYTES);
        MemorySegment.copy(secret.memory(), 0, seed.memory(), 0, SEED_LENGTH_BYTES);
        return seed;
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "IdentityKey " + verifyKey;
    }

    static Bytes message(Digest32 statement) {
        return Bytes.concat(TAG, statement.bytes());
    }
}
