package tallystick.mpc.ecdsa;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// What signing costs one party, in microseconds; run by hand.
public final class SigningTimes {
    private SigningTimes() {}

    /// @param arguments tree, number of digests, rounds; all may be left out
    public static void main(String... arguments) {
        var tree = arguments.length > 0 ? arguments[0] : "2 of (a, b, c)";
        var digests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        var rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3000;
        try (var world = SigningWorld.of(tree, 1)) {
            var set = SigningWorld.qualifiedSets(world.key()).getFirst().stream()
                    .mapToInt(PartyId::value)
                    .toArray();
            var online = new double[rounds];
            var whole = new double[rounds];
            for (var round = 0; round < rounds; round++) {
                world.prepareNonces(digests);
                var terms = world.terms(digests, set);
                var begun = System.nanoTime();
                var agreed = world.agree(terms);
                whole[round] = (System.nanoTime() - begun) / 1e3 / set.length;
                online[round] = online(agreed) / 1e3;
            }
            report("agreement, all parties' share", whole);
            report("online rounds of one party", online);
        }
    }

    /// Nanoseconds spent in the first party's run.
    private static long online(SortedMap<PartyId, AgreedSetup> agreed) {
        var runs = new TreeMap<PartyId, Run<SigningResult>>();
        agreed.forEach((party, setup) -> runs.put(party, Run.of(Signing.of(setup))));
        var measured = agreed.firstKey();
        var nanos = 0L;
        var envelopes = new java.util.ArrayDeque<java.util.Map.Entry<PartyId, Run.Envelope>>();
        for (var each : runs.entrySet()) {
            var begun = System.nanoTime();
            var send = each.getValue().start();
            if (each.getKey().equals(measured)) nanos += System.nanoTime() - begun;
            send.forEach(envelope -> envelopes.add(java.util.Map.entry(each.getKey(), envelope)));
        }
        while (!envelopes.isEmpty()) {
            var next = envelopes.poll();
            var to = next.getValue().to();
            var begun = System.nanoTime();
            var send = runs.get(to)
                    .receive(
                            next.getKey(),
                            next.getValue().broadcast(),
                            next.getValue().message());
            if (to.equals(measured)) nanos += System.nanoTime() - begun;
            send.forEach(envelope -> envelopes.add(java.util.Map.entry(to, envelope)));
        }
        if (!(runs.get(measured).outcome().orElseThrow() instanceof Run.Outcome.Finished<SigningResult>))
            throw new AssertionError("not signed");
        return nanos;
    }

    private static void report(String what, double... micros) {
        var late = Arrays.copyOfRange(micros, micros.length / 2, micros.length);
        Arrays.sort(late);
        System.out.printf("%s: median %.0f us, p90 %.0f us%n", what, late[late.length / 2], late[late.length * 9 / 10]);
    }
}
