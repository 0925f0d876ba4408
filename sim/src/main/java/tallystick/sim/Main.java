package tallystick.sim;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Lives of keys, one after the other, from one seed; the same seed gives the same lines.
public final class Main {
    private static final int RUNS = 20;
    private static final String USAGE = """
            usage: ./tallystick sim [SEED] [--runs N]

              SEED       a whole number from 0; without it a fresh one, which is printed
              --runs N   how many lives, with the seeds SEED, SEED + 1 and so on (default 20)

            Exit 0 if everything held that must hold, 1 with the seed if not, 2 on wrong arguments.
            """;

    private Main() {}

    /// What was asked for.
    ///
    /// @param seed of the first life
    /// @param runs how many
    private record Order(long seed, int runs) {}

    /// Exit 0 all held, 1 something broke, 2 wrong arguments.
    public static void main(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        Order order;
        try {
            order = order(arguments);
        } catch (NumberFormatException notANumber) {
            System.err.print(USAGE);
            System.exit(2);
            return;
        }
        run(order);
    }

    private static Order order(String... arguments) {
        var seed = new SecureRandom().nextLong() >>> 24;
        var runs = RUNS;
        var words = new ArrayList<>(List.of(arguments));
        while (!words.isEmpty()) {
            var word = words.removeFirst();
            if (word.equals("--runs")) runs = Integer.parseUnsignedInt(words.isEmpty() ? "" : words.removeFirst());
            else seed = Long.parseLong(word);
        }
        if (seed < 0 || runs < 1) throw new NumberFormatException("seed or runs below the least");
        return new Order(seed, runs);
    }

    /// What breaks ends the program as it is, with exit 1; the seed is said before.
    private static void run(Order order) {
        System.out.printf("seed %d, %d runs%n", order.seed(), order.runs());
        for (var number = 0; number < order.runs(); number++) {
            var seed = order.seed() + number;
            var held = false;
            try {
                System.out.println(Life.of(seed));
                held = true;
            } finally {
                if (!held) System.out.printf("seed %d: broken; again with: ./tallystick sim %d --runs 1%n", seed, seed);
            }
        }
    }
}
