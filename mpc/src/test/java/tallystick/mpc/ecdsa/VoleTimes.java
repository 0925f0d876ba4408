package tallystick.mpc.ecdsa;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// Prints what one VOLE item costs each role, in microseconds of processor
/// time. Run with `-Dtallystick.vector=off` for the portable path.
final class VoleTimes {
    private VoleTimes() {}

    /// @param args items of one fill, rounds
    public static void main(String[] args) {
        var items = args.length > 0 ? Integer.parseInt(args[0]) : 32;
        var rounds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        var entropy = new SeededEntropy(1);
        System.out.println(Sha256Batch.chosen());
        try (var home = SecretMemory.open()) {
            VectorPractice.run(home, () -> true);
        }
        VectorPractice.status().forEach(System.out::println);
        try (var home = SecretMemory.open();
                var pair = new ExtensionPair(entropy, home);
                var results = home.allocate(256 * items)) {
            for (var round = 0; round < rounds; round++) {
                var shape = ExtensionShape.of(items);
                var instance = Transcript.of("tallystick/test/v1/times")
                        .add("round", round)
                        .digest();
                var times = new long[5];
                times[0] = cpuNanos();
                var receiver = ExtensionReceiver.extend(
                        shape, instance, pair.zeroSeeds.memory(), pair.oneSeeds.memory(), home);
                times[1] = cpuNanos();
                var sender = ExtensionSender.extend(
                        shape, instance, pair.delta.memory(), pair.chosenSeeds.memory(), receiver.message(), home);
                if (!sender.passes()) throw new AssertionError("check failed");
                times[2] = cpuNanos();
                var messages = new VoleMessage[items];
                try (var vole = new VoleSender(shape, sender, pair.delta.memory(), home)) {
                    for (var i = 0; i < items; i++)
                        messages[i] = vole.make(i, entropy, results.memory().asSlice(256L * i, 128));
                }
                times[3] = cpuNanos();
                try (var vole = new VoleReceiver(shape, receiver, home)) {
                    for (var i = 0; i < items; i++)
                        vole.make(i, messages[i], results.memory().asSlice(256L * i + 128, 96));
                    if (!VoleReceiver.pass(vole.checks())) throw new AssertionError("check failed");
                }
                times[4] = cpuNanos();
                relation(results.memory());
                sender.close();
                receiver.close();
                System.out.printf(
                        Locale.ROOT,
                        "extend: receiver %.1f, sender %.1f; VOLE: sender %.1f, receiver %.1f; all %.1f us an item%n",
                        (times[1] - times[0]) / 1e3 / items,
                        (times[2] - times[1]) / 1e3 / items,
                        (times[3] - times[2]) / 1e3 / items,
                        (times[4] - times[3]) / 1e3 / items,
                        (times[4] - times[0]) / 1e3 / items);
            }
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void relation(java.lang.foreign.MemorySegment item) {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            var left = arena.allocate(64);
            for (var c = 0; c < 2; c++) {
                SecpScalars.add(item, 64 + 32L * c, item, 160 + 32L * c, left, 0);
                SecpScalars.mul(item, 32L * c, item, 128, left, 32);
                if (SecpScalars.equalMask(left, 0, left, 32) == 0) throw new AssertionError("t + r is not alpha beta");
            }
        }
    }
}
