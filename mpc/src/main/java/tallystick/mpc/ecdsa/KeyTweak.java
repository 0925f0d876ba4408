package tallystick.mpc.ecdsa;

import java.util.List;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;

/// Which child of the group key signs: the path and the number its steps add up to.
///
/// **Why** the number is what the arithmetic needs, the path is what people approve; both are in the set-up, so parties
/// that derive differently find out before anything is touched. The party with the lowest id adds the number to its
/// share, the others add nothing.
///
/// **Form** u16 count and u32 steps below 2^31 (not hardened), then 32 bytes. No steps iff the number is zero.
///
/// @param path the steps from the group key on; at most 16
/// @param sum τ, the sum of the steps' numbers mod n
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#public-parent-key--public-child-key BIP-32
public record KeyTweak(List<Integer> path, Scalar sum) {
    private static final int STEPS_MAX = 16;

    /// Copies.
    ///
    /// @throws IllegalArgumentException if steps and number do not go together, or a step is hardened
    public KeyTweak {
        path = List.copyOf(path);
        if (path.size() > STEPS_MAX)
            throw new IllegalArgumentException("path of %d steps, not 0..%d".formatted(path.size(), STEPS_MAX));
        if (path.stream().anyMatch(step -> step < 0)) throw new IllegalArgumentException("a hardened step");
        if (path.isEmpty() != sum.isZero()) throw new IllegalArgumentException("a path without tweak or the reverse");
    }

    /// The group key itself.
    public static KeyTweak none() {
        return new KeyTweak(List.of(), EcdsaNumbers.GROUP.scalar(0));
    }

    /// The child of `parent`: parent + τ·G.
    ///
    /// @return the identity for one number in 2^256, and then nobody can sign
    public Element childOf(Point parent) {
        return parent.plus(sum.timesGenerator());
    }

    static KeyTweak read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var path = reader.list(0, STEPS_MAX, "path", each -> each.u32("path step"));
        var sum = EcdsaNumbers.GROUP.readScalar(reader, "tweak");
        if (path.isEmpty() != sum.isZero())
            throw new MalformedInput(start, "tweak other than zero iff there is a path");
        return new KeyTweak(path, sum);
    }

    void write(Writer writer) {
        writer.list(path, Writer::u32).raw(sum.encode());
    }
}
