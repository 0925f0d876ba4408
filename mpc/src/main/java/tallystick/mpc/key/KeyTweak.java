package tallystick.mpc.key;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;

/// Which child of the group key signs: the path and the number its steps add up to.
///
/// **Why** the number is what the arithmetic needs, the path is what people approve; both are in the set-up, so
/// parties that derive differently find out before anything is spent. Only the lowest party of a signing set adds the
/// number to its share, so the shares still sum to the child's key over any quorum tree.
///
/// **Form** the binary form of the path, then 32 bytes. The root path iff the number is zero.
///
/// @param path from the group key down
/// @param sum τ: the child is the group key plus τ times the generator
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#public-parent-key--public-child-key BIP-32
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

    /// The child of `parent`: parent + τ·G.
    ///
    /// @return the identity for one number in 2^256, and then nobody can sign
    public Element childOf(Point parent) {
        return sum.isZero() ? parent : parent.plus(sum.timesGenerator());
    }

    /// The binary form of the path alone.
    public Bytes encodePath() {
        var writer = new Writer();
        path.write(writer);
        return writer.toBytes();
    }

    /// Reads what [#write] wrote for a key of this group.
    public static KeyTweak read(Group group, Reader reader) throws MalformedInput {
        var start = reader.position();
        var path = DerivationPath.read(reader, "path");
        var sum = group.readScalar(reader, "tweak");
        if (path.isRoot() != sum.isZero()) throw new MalformedInput(start, "tweak other than zero iff there is a path");
        return new KeyTweak(path, sum);
    }

    /// Writes path and number.
    public void write(Writer writer) {
        path.write(writer);
        writer.raw(sum.encode());
    }
}
