package tallystick.crypto.derive;

import java.util.ArrayList;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;

/// A public key with its chain code: all that is needed to compute any of its descendants' public keys.
///
/// **Why** control shows addresses without asking a node, and every node computes them again. Signers add the tweak of
/// the whole path once: y' = y + τ.
///
/// **Timing** public values only. Whoever knows this and one descendant's *private* key knows the private key: a
/// descendant's is never exported.
///
/// @param key the key the paths start from
/// @param chainCode the bytes that make its children unpredictable to those who know only the key
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#public-parent-key--public-child-key BIP-32
public record Derivation(Point key, Digest32 chainCode) {

    /// Where a path leads.
    public sealed interface Outcome permits Derived, NoChild {}

    /// A descendant.
    ///
    /// @param tweak τ, the sum of all steps' tweaks: the descendant's key is the start's plus τ times the generator
    /// @param key the descendant's public key
    /// @param chainCode the descendant's
    public record Derived(Scalar tweak, Point key, Digest32 chainCode) implements Outcome {}

    /// The path meets an index without a child (once in 2^127 tries): skip it.
    ///
    /// @param at the path up to and with that index
    public record NoChild(DerivationPath at) implements Outcome {
        /// The same path with the next index.
        ///
        /// @throws IllegalStateException if it was the last one
        public DerivationPath next() {
            var indices = new ArrayList<>(at.indices());
            var last = indices.removeLast();
            if (last == Integer.MAX_VALUE) throw new IllegalStateException("no index after 2147483647");
            indices.add(last + 1);
            return new DerivationPath(indices);
        }
    }

    /// Follows `path` from this key. The root path leads to the key itself, with tweak zero.
    /// @spec docs/spec/derivation.md#DE-4 derivation
    public Outcome along(DerivationPath path) {
        var at = DerivationPath.root();
        var tweak = key.group().scalar(0);
        var point = key;
        var code = chainCode;
        for (var index : path.indices()) {
            at = at.child(index);
            var step = ChildTweak.at(point, code, index);
            if (step.isEmpty()) return new NoChild(at);
            var child = step.get().applyTo(point);
            if (child.isEmpty()) return new NoChild(at);
            tweak = tweak.plus(step.get().tweak());
            point = child.get();
            code = step.get().chainCode();
        }
        if (tweak.isZero() && !path.isRoot()) return new NoChild(at);
        return new Derived(tweak, point, code);
    }
}
