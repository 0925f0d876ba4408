package tallystick.mpc.ecdsa;

import static java.util.Objects.requireNonNull;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.PartyId;

/// Prints what set-up and fill cost one party, messages included, in processor time. Run with
/// `-Dtallystick.vector=off` for the portable path.
final class FillTimes {
    private FillTimes() {}

    /// @param args items of one fill, rounds
    public static void main(String[] args) {
        var items = args.length > 0 ? Integer.parseInt(args[0]) : 32;
        var rounds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        var one = new PartyId(1);
        var two = new PartyId(2);
        System.out.println(Sha256Batch.chosen());
        try (var home = SecretMemory.open()) {
            VectorPractice.run(home, () -> true);
        }
        VectorPractice.status().forEach(System.out::println);
        var setup = Long.MAX_VALUE;
        var fill = Long.MAX_VALUE;
        for (var round = 0; round < rounds; round++) {
            try (var trial = new VoleTrial(round)) {
                var start = cpuNanos();
                var secrets = trial.secrets(3);
                setup = Math.min(setup, cpuNanos() - start);
                var mine = pair(secrets, one, two);
                var theirs = pair(secrets, two, one);
                for (var again = 0; again < 3; again++) {
                    start = cpuNanos();
                    Outcomes.assertFinished(trial.fill(mine, theirs, items).run())
                            .values()
                            .forEach(PairBatch::close);
                    fill = Math.min(fill, cpuNanos() - start);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "best of %d: set-up among three %.1f ms a party; fill %.0f us an item of both directions a party%n",
                rounds,
                setup / 3e6,
                fill / 2e3 / items);
    }

    private static PairSecrets pair(Map<PartyId, RosterSecrets> secrets, PartyId self, PartyId peer) {
        return requireNonNull(requireNonNull(secrets.get(self)).byPeer().get(peer));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
