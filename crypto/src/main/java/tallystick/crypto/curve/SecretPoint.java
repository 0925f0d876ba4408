package tallystick.crypto.curve;

import java.util.Optional;
import tallystick.crypto.nativelib.LibSecp256k1;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;

/// A secret group element off the heap: what a Diffie–Hellman multiplication gave. Only hashed, never shown.
///
/// **Threads** immutable until closed.
public final class SecretPoint implements AutoCloseable {
    private final Optional<SecretBytes> encoding;

    /// @param encoding empty for the identity; closed with this
    SecretPoint(Optional<SecretBytes> encoding) {
        this.encoding = encoding;
    }

    /// Whether the multiplication met a zero scalar; then there is no point and the protocol aborts without blame.
    public boolean isZero() {
        return encoding.isEmpty();
    }

    /// Constant size secret bytes for hashing: secp256k1 x‖y (64), ed25519 the encoding (32). A copy, which the
    /// caller closes.
    ///
    /// @throws IllegalStateException if this is zero: our bug, [#isZero] was not asked
    public SecretBytes encode() {
        var bytes = open();
        return bytes.copyTo(bytes.home());
    }

    /// secp256k1 only: the difference, constant time, for a tenth of another multiplication. Its `isZero` holds if both
    /// are the same; neither may be zero.
    ///
    /// @throws IllegalStateException if one of them is zero: our bug, [#isZero] was not asked
    public SecretPoint minus(SecretPoint other) {
        var home = open().home();
        try (var held = new Held();
                var scratch = home.allocate(LibSecp256k1.SUBTRACT_SCRATCH_BYTES)) {
            var difference = held.hold(home.allocate(LibSecp256k1.POINT_BYTES));
            return LibSecp256k1.subtractSecretly(
                            open().memory(), other.open().memory(), difference.memory(), scratch.memory())
                    ? held.release(new SecretPoint(Optional.of(difference)))
                    : new SecretPoint(Optional.empty());
        }
    }

    private SecretBytes open() {
        return encoding.orElseThrow(() -> new IllegalStateException("a secret point that is zero has no encoding"));
    }

    @Override
    public void close() {
        encoding.ifPresent(SecretBytes::close);
    }

    @Override
    public String toString() {
        return "SecretPoint";
    }
}
