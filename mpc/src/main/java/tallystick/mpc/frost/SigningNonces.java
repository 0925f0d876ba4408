package tallystick.mpc.frost;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.KeyShare;

/// One party's secret nonces for one FROST signature.
///
/// **Why** signing two messages with the same nonces gives away the key share. So this object can be spent once; it
/// is never serialised, copied, stored or logged, and a node that restarts draws new ones.
///
/// **Threads** safe: of several spenders exactly one wins. **Timing** constant.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.1 RFC 9591 §5.1 (round one)
public final class SigningNonces implements AutoCloseable {
    private static final int RANDOM_BYTES = 32;

    private record Pair(SecretScalar hiding, SecretScalar binding) {}

    private final AtomicReference<@Nullable Pair> unspent;
    private final SigningCommitments commitments;

    private SigningNonces(Pair pair, SigningCommitments commitments) {
        this.unspent = new AtomicReference<>(pair);
        this.commitments = commitments;
    }

    /// Draws fresh nonces for `share` in `home`.
    ///
    /// @param entropy gives 32 bytes for the hiding nonce, then 32 for the binding nonce
    public static SigningNonces draw(KeyShare share, Entropy entropy, SecretMemory home) {
        var suite = Ciphersuite.of(share.key().scheme());
        // > hiding_nonce = nonce_generate(sk_i); binding_nonce = nonce_generate(sk_i)
        try (var held = new Held()) {
            var hiding = held.hold(hedged(suite, share, entropy, home), SecretScalar::close);
            var binding = held.hold(hedged(suite, share, entropy, home), SecretScalar::close);
            // > hiding_nonce_commitment = G.ScalarBaseMult(hiding_nonce); the same for the binding nonce
            var commitments = new SigningCommitments(
                    hiding.timesGenerator().orThrow("a nonce is zero with chance 2^-252"),
                    binding.timesGenerator().orThrow("a nonce is zero with chance 2^-252"));
            return held.release(new SigningNonces(new Pair(hiding, binding), commitments));
        }
    }

    /// What the others may know of them.
    public SigningCommitments commitments() {
        return commitments;
    }

    /// Lends both nonces to `sign` and destroys them, whether it returns or throws.
    ///
    /// @throws NonceReuse on any call after the first, or after close: our bug
    /// @spec docs/spec/frost.md#FR-20 frost
    <T> T spend(BiFunction<SecretScalar, SecretScalar, T> sign) {
        var pair = unspent.getAndSet(null);
        if (pair == null) throw new NonceReuse();
        try (var hiding = pair.hiding();
                var binding = pair.binding()) {
            return sign.apply(hiding, binding);
        }
    }

    /// Destroys them unspent. Idempotent.
    @Override
    public void close() {
        var pair = unspent.getAndSet(null);
        if (pair == null) return;
        pair.hiding().close();
        pair.binding().close();
    }

    @Override
    public String toString() {
        return "SigningNonces";
    }

    /// @spec https://www.rfc-editor.org/rfc/rfc9591#section-4.1 RFC 9591 §4.1 (nonce generation)
    /// @spec docs/spec/frost.md#FR-15 frost
    private static SecretScalar hedged(Ciphersuite suite, KeyShare share, Entropy entropy, SecretMemory home) {
        var leaves = share.leaves().values();
        var scalarBytes = suite.group().scalarLengthBytes();
        try (var input = home.allocate(RANDOM_BYTES + scalarBytes * leaves.size())) {
            // > random_bytes = random_bytes(32)
            entropy.fill(input.memory().asSlice(0, RANDOM_BYTES));
            // > secret_enc = G.SerializeScalar(secret); a party of several leaves has several, in the order of the
            // tree.
            var offset = RANDOM_BYTES;
            for (var leaf : leaves) {
                try (SecretBytes encoded = leaf.encode()) {
                    input.memory().asSlice(offset, scalarBytes).copyFrom(encoded.memory());
                }
                offset += scalarBytes;
            }
            // > return H3(random_bytes || secret_enc)
            return suite.nonce(input, home);
        }
    }
}
