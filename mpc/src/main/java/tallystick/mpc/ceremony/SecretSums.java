package tallystick.mpc.ceremony;

import java.util.SortedMap;
import tallystick.crypto.curve.SecretScalar;
import tallystick.mpc.session.Invariant;

/// Running sums of secrets, each closed when the next takes its place.
final class SecretSums {
    private SecretSums() {}

    /// Closes every sum, also those of which one could not be added to.
    static <K> void close(SortedMap<K, SecretScalar> sums) {
        sums.values().forEach(SecretScalar::close);
    }

    /// Adds `summand`, which stays the caller's, to the sum at `at`.
    static <K> void add(SortedMap<K, SecretScalar> sums, K at, SecretScalar summand) {
        try (var before = Invariant.present(sums.get(at), "a sum is begun before it is added to")) {
            sums.put(at, before.plus(summand));
        }
    }
}
