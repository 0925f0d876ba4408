package tallystick.core.governance;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.hash.Digest32;

/// A hash that is found when it is first asked for.
///
/// **Threads** any; two that ask at one moment may find it twice, and find the same.
final class Kept {
    // Not volatile: a digest is immutable, and whoever sees none finds it again.
    private @Nullable Digest32 found;

    Digest32 get(Supplier<Digest32> find) {
        var known = found;
        if (known != null) return known;
        var now = find.get();
        found = now;
        return now;
    }
}
