package tallystick.core.chain.bitcoin;

import java.util.Map;
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

    /// The key at a path; empty if the path leads nowhere.
    public Optional<Point> key(DerivationPath path) {
        return at(derivation, path).map(Derivation::key);
    }

    /// The key at a path, remembering what was found on the way: paths of one transaction have much in common.
    Optional<Point> key(DerivationPath path, Map<DerivationPath, Optional<Derivation>> found) {
        var at = DerivationPath.root();
        var here = Optional.of(derivation);
        for (var index : path.indices()) {
            at = at.child(index);
            var known = found.get(at);
            if (known == null) {
                var step = DerivationPath.of(index);
                known = here.flatMap(parent -> at(parent, step));
                found.put(at, known);
            }
            here = known;
        }
        return here.map(Derivation::key);
    }

    private static Optional<Derivation> at(Derivation from, DerivationPath path) {
        return switch (from.along(path)) {
            case Derivation.Derived(var _, var key, var chainCode) -> Optional.of(new Derivation(key, chainCode));
            case Derivation.NoChild _ -> Optional.empty();
        };
    }
}
