package tallystick.mpc.frost;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.mpc.key.GroupKey;

/// Which child of the group key signs: the path and the number its steps add up to.
///
/// **Why** the number is what the arithmetic needs, the path is what people approve; both are in the set-up, so
/// parties that derive differently find out before anything is spent. Only the lowest party of a signing set adds the
/// number to its share, so the shares still sum to the child's key over any quorum tree.
///
/// @param path from the group key down; the root path iff the number is zero
/// @param sum τ: the child is the group key plus τ times the generator
public record KeyTweak(DerivationPath path, Scalar sum) {
    /// @throws IllegalArgumentException if path and number disagree on whether there is a child: the caller's fault
    public KeyTweak {
        if (sum.isZero() != path.isRoot())
            throw new IllegalArgumentException(
                    "path of %d indices with%s tweak".formatted(path.indices().size(), sum.isZero() ? " zero" : ""));
    }

    /// The group key itself.
    public static KeyTweak none(Curve curve) {
        return new KeyTweak(DerivationPath.root(), curve.group().scalar(0));
    }

    /// The child of `key` at `path`, derived here from the key and its chain code.
    ///
    /// @return nothing if the path meets an index without a child: take the next index
    public static Optional<KeyTweak> of(GroupKey key, DerivationPath path) {
        return switch (new Derivation(key.point(), key.chainCode()).along(path)) {
            case Derivation.Derived(var tweak, var _, var _) -> Optional.of(new KeyTweak(path, tweak));
            case Derivation.NoChild _ -> Optional.empty();
        };
    }

    Bytes encodePath() {
        var writer = new Writer();
        path.write(writer);
        return writer.toBytes();
    }
}
