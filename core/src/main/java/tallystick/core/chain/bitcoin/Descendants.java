package tallystick.core.chain.bitcoin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;

/// Keys of one tree by their paths, each step derived once.
///
/// **Why** a step costs as much as a thousand hashes, the paths of one transaction have most of theirs in common, and a
/// stranger's bytes may name thousands of paths of sixteen steps.
///
/// **Threads** for one at a time.
public final class Descendants {
    /// The most steps that the paths of one transaction take, those in common counted once: one for each output that
    /// fits into a transaction, and one for each input.
    public static final int STEPS_MAX = 4096;

    private final KeyTree tree;
    private final Map<DerivationPath, Optional<Derivation>> found = new HashMap<>();

    /// Of this tree, nothing derived yet.
    public Descendants(KeyTree tree) {
        this.tree = tree;
    }

    /// The key at a path; empty if the path leads nowhere.
    public Optional<Point> key(DerivationPath path) {
        var at = DerivationPath.root();
        var here = Optional.of(tree.derivation());
        for (var index : path.indices()) {
            at = at.child(index);
            var known = found.get(at);
            if (known == null) {
                known = here.flatMap(parent -> child(parent, index));
                found.put(at, known);
            }
            here = known;
        }
        return here.map(Derivation::key);
    }

    /// The tree.
    public KeyTree tree() {
        return tree;
    }

    /// How many steps were derived so far.
    public int steps() {
        return found.size();
    }

    /// Whether these paths take more than [#STEPS_MAX] steps. Derives nothing.
    static boolean isTooMany(List<DerivationPath> paths) {
        var steps = new HashSet<DerivationPath>();
        for (var path : paths) {
            var at = DerivationPath.root();
            for (var index : path.indices()) {
                at = at.child(index);
                steps.add(at);
            }
            if (steps.size() > STEPS_MAX) return true;
        }
        return false;
    }

    private static Optional<Derivation> child(Derivation from, int index) {
        return switch (from.along(DerivationPath.of(index))) {
            case Derivation.Derived(var _, var key, var chainCode) -> Optional.of(new Derivation(key, chainCode));
            case Derivation.NoChild _ -> Optional.empty();
        };
    }
}
