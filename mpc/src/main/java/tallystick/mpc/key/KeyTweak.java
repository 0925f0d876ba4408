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
/// **Why it cannot be made up** a number chosen by whoever asks for a signature could turn the key into any other,
/// so there is no way to make one but to derive it from the key, its chain code and the path. One that was read is
/// only a claim: [#isOf] derives it again, and nothing signs before it holds.
///
/// **Form** the binary form of the path, then 32 bytes. The root path iff the number is zero.
///
/// **Threads** immutable. Two are equal if path and number are.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#public-parent-key--public-child-key BIP-32
public final class KeyTweak {
    private final DerivationPath path;
    private final Scalar sum;
    /// What it was derived from, if it was derived here.
    private final Optional<Derivation> origin;

    private KeyTweak(DerivationPath path, Scalar sum, Optional<Derivation> origin) {
        this.path = path;
        this.sum = sum;
        this.origin = origin;
    }

    /// The group key itself.
    public static KeyTweak none(Curve curve) {
        return new KeyTweak(DerivationPath.root(), curve.group().scalar(0), Optional.empty());
    }

    /// The child of `key` at `path`, derived here from the key and its chain code.
    ///
    /// @return nothing if the path meets an index without a child: take the next index
    public static Optional<KeyTweak> of(GroupKey key, DerivationPath path) {
        var from = new Derivation(key.point(), key.chainCode());
        return switch (from.along(path)) {
            case Derivation.Derived(var tweak, var _, var _) ->
                Optional.of(new KeyTweak(path, tweak, Optional.of(from)));
            case Derivation.NoChild _ -> Optional.empty();
        };
    }

    /// From the group key down.
    public DerivationPath path() {
        return path;
    }

    /// τ: the child is the group key plus τ times the generator.
    public Scalar sum() {
        return sum;
    }

    /// Whether the path leads from this very key to this number. Costs a derivation if it was not derived here.
    public boolean isOf(GroupKey key) {
        if (!sum.group().equals(key.group())) return false;
        if (path.isRoot()) return sum.isZero();
        var from = new Derivation(key.point(), key.chainCode());
        return origin.filter(from::equals).isPresent()
                || from.along(path) instanceof Derivation.Derived(var derived, var _, var _) && derived.equals(sum);
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

    /// Reads what [#write] wrote for a key of this group; whether it is one of a key's, [#isOf] says.
    public static KeyTweak read(Group group, Reader reader) throws MalformedInput {
        var start = reader.position();
        var path = DerivationPath.read(reader, "path");
        var sum = group.readScalar(reader, "tweak");
        if (path.isRoot() != sum.isZero()) throw new MalformedInput(start, "tweak other than zero iff there is a path");
        return new KeyTweak(path, sum, Optional.empty());
    }

    /// Writes path and number.
    public void write(Writer writer) {
        path.write(writer);
        writer.raw(sum.encode());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyTweak that && path.equals(that.path) && sum.equals(that.sum);
    }

    @Override
    public int hashCode() {
        return 31 * path.hashCode() + sum.hashCode();
    }

    @Override
    public String toString() {
        return "KeyTweak " + path;
    }
}
