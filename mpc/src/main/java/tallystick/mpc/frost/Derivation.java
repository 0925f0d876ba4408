package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Scalar;

/// Which child of a key signs: the sum of all tweaks along a path of public derivation.
///
/// **Why** only the lowest party of a signing set adds the tweak to its share, so the shares still sum to the child key
/// whatever the quorum tree. The path is carried so that parties who got to one tweak by different paths do not sign
/// together.
///
/// @param path the path as its format writes it; empty for the key itself
/// @param tweak τ: the child is the key plus τ times the generator; zero only for the empty path
public record Derivation(Bytes path, Scalar tweak) {
    /// @throws IllegalArgumentException if path and tweak disagree on whether there is a child: the caller's fault
    public Derivation {
        if (tweak.isZero() != (path.length() == 0))
            throw new IllegalArgumentException("path of %d bytes with%s tweak"
                    .formatted(path.length(), tweak.isZero() ? " zero" : ""));
    }

    /// The key itself.
    public static Derivation none(Curve curve) {
        return new Derivation(Bytes.empty(), curve.group().scalar(0));
    }
}
