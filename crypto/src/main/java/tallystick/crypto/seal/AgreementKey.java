package tallystick.crypto.seal;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.nativelib.LibSodium;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A secret that two agree with: X25519, off the heap.
///
/// **Form** 32 bytes, clamped when used. **Threads** immutable until closed. **Timing** constant.
///
/// @spec https://www.rfc-editor.org/rfc/rfc7748#section-5 RFC 7748 §5 (X25519)
public final class AgreementKey implements AutoCloseable {
    /// Length of the secret in bytes.
    public static final int LENGTH_BYTES = 32;

    private final SecretBytes secret;
    private final AgreementPoint point;

    private AgreementKey(SecretBytes secret, AgreementPoint point) {
        this.secret = secret;
        this.point = point;
    }

    /// A fresh key.
    public static AgreementKey generate(Entropy entropy, SecretMemory home) {
        return own(SecretBytes.random(LENGTH_BYTES, entropy, home));
    }

    /// The key of these 32 bytes, which stay the caller's.
    ///
    /// @throws IllegalArgumentException if they are not 32: the caller's fault
    public static AgreementKey of(SecretBytes secret, SecretMemory home) {
        if (secret.length() != LENGTH_BYTES)
            throw new IllegalArgumentException("agreement secret of %d bytes, not 32".formatted(secret.length()));
        var copy = home.allocate(LENGTH_BYTES);
        copy.memory().copyFrom(secret.memory());
        return own(copy);
    }

    /// The public half.
    public AgreementPoint point() {
        return point;
    }

    /// What both sides compute, 32 bytes, not uniform: only ever the input of a key derivation.
    ///
    /// @return in `home`, the caller's to close
    public SecretBytes agree(AgreementPoint other, SecretMemory home) {
        var shared = home.allocate(LENGTH_BYTES);
        if (!LibSodium.agree(secret.memory(), other.bytes().toArray(), shared.memory()))
            throw new AssertionError("a point of small order became an agreement point");
        return shared;
    }

    /// A copy of the secret, to be sealed at once and closed.
    public SecretBytes secret() {
        var copy = secret.home().allocate(LENGTH_BYTES);
        copy.memory().copyFrom(secret.memory());
        return copy;
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "AgreementKey " + point;
    }

    private static AgreementKey own(SecretBytes secret) {
        var encoded = new byte[AgreementPoint.LENGTH_BYTES];
        LibSodium.agreementKey(secret.memory(), encoded);
        return new AgreementKey(
                secret, AgreementPoint.parse(Bytes.copyOf(encoded)).orThrow());
    }
}
