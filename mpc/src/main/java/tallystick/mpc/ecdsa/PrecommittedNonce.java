package tallystick.mpc.ecdsa;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// One party's part of one signature's nonce, made before anybody knows what will be signed: k with its point R, the
/// blinding φ, and the bytes that open the commitment to R.
///
/// **Why** others have seen a hash of R and nothing else, so the message is fixed before any nonce point is known. Two
/// signatures with one nonce give the key away: it can be spent once, is never serialised, stored or logged, and dies
/// with the process.
///
/// **Threads** any; of two threads that spend, one gets the values and the other [PrecommittedNonceReuse].
public final class PrecommittedNonce implements AutoCloseable {
    /// The values of a spent nonce: the caller's to close.
    ///
    /// @param nonce k, not zero
    /// @param blinding φ, not zero
    record Opened(SecretScalar nonce, SecretScalar blinding) implements AutoCloseable {
        @Override
        public void close() {
            nonce.close();
            blinding.close();
        }

        @Override
        public String toString() {
            return "PrecommittedNonce.Opened";
        }
    }

    /// So many random bytes stand beside R in the preimage of its commitment.
    ///
    /// **Why** no more: R itself has 256 bits that nobody knows before it is opened.
    static final int OPENING_LENGTH_BYTES = 16;

    private final Point point;
    private final Bytes opening;
    private final AtomicReference<@Nullable Opened> unspent;

    private PrecommittedNonce(Opened values, Bytes opening) {
        this.point = values.nonce().timesGenerator().orThrow("nonces are not zero");
        this.opening = opening;
        this.unspent = new AtomicReference<>(values);
    }

    /// A fresh one. Zero values are drawn again.
    static PrecommittedNonce draw(Entropy entropy, SecretMemory home) {
        var group = EcdsaNumbers.GROUP;
        try (var held = new Held()) {
            var nonce = held.hold(group.randomSecret(entropy, home), SecretScalar::close);
            var blinding = held.hold(group.randomSecret(entropy, home), SecretScalar::close);
            var opening = random(OPENING_LENGTH_BYTES, entropy, home);
            return held.release(new PrecommittedNonce(new Opened(nonce, blinding), opening));
        }
    }

    /// 32 random bytes that will be sent.
    static Bytes fresh(Entropy entropy, SecretMemory home) {
        return random(Digest32.LENGTH_BYTES, entropy, home);
    }

    private static Bytes random(int lengthBytes, Entropy entropy, SecretMemory home) {
        try (var bytes = SecretBytes.random(lengthBytes, entropy, home)) {
            return Bytes.copyOf(bytes.reveal(SecretAccess.PROTOCOL_OUTPUT));
        }
    }

    /// R = k·G: leaves this party only together with everything else of the signature.
    Point point() {
        return point;
    }

    /// What opens the commitment.
    Bytes opening() {
        return opening;
    }

    /// The values, once.
    ///
    /// @throws PrecommittedNonceReuse if spent or closed before: our bug
    Opened spend() {
        var values = unspent.getAndSet(null);
        if (values == null) throw new PrecommittedNonceReuse();
        return values;
    }

    /// Destroys a nonce that was not spent.
    @Override
    public void close() {
        var values = unspent.getAndSet(null);
        if (values != null) values.close();
    }

    @Override
    public String toString() {
        return "PrecommittedNonce";
    }
}
