package tallystick.mpc.ecdsa;

import java.util.Locale;
import tallystick.crypto.secret.SecretMemory;

/// Prints how long practice takes and how each vector method stands after it.
final class PracticeTimes {
    private PracticeTimes() {}

    /// @param args seconds at the most
    public static void main(String[] args) {
        var seconds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        var begun = System.nanoTime();
        try (var home = SecretMemory.open()) {
            for (var round = 0; round < 3; round++) {
                VectorPractice.run(home, () -> System.nanoTime() - begun < seconds * 1_000_000_000L);
                System.out.printf(Locale.ROOT, "%.2f s%n", (System.nanoTime() - begun) / 1e9);
                VectorPractice.status().forEach(System.out::println);
            }
        }
    }
}
