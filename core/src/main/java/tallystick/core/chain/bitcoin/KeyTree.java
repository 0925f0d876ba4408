package tallystick.core.chain.bitcoin;

import java.util.Optional;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;

/// The tree of the key that signs: with it a path proves that an output is ours. A chapter of
/// [tallystick.core.chain.Knowledge].
///
/// @param derivation the intent's key, after the intent's own path, and its chain code
public record KeyTree(Derivation derivation) {
    /// @throws IllegalArgumentException if the key is not on secp256k1: the caller's fault
    public KeyTree {
        if (derivation.key().group().curve() != Curve.SECP256K1)
            throw new IllegalArgumentException("a key of bitcoin is on secp256k1");
    }

    /// The key at a path; empty if the path leads nowhere. Of several paths [Descendants] tells quicker.
    public Optional<Point> key(DerivationPath path) {
        return new Descendants(this).key(path);
    }
}
