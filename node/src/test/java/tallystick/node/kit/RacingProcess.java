package tallystick.node.kit;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tallystick.node.ledger.Reservation;

/// One of several processes over one database that reserve at once: it says that it is ready, waits for a word, has
/// all its requests reserved together, tells each that passed, and waits to be killed.
public final class RacingProcess {
    private RacingProcess() {}

    /// @param line the database's address, the first request's number, how many, how much each
    public static void main(String[] line) throws Exception {
        var first = Integer.parseInt(line[1]);
        var amount = Integer.parseInt(line[3]);
        var ledger = TrialDatabase.open(line[0]);
        var calls = new ArrayList<Callable<Void>>();
        for (var i = 0; i < Integer.parseInt(line[2]); i++) {
            var number = first + i;
            calls.add(() -> {
                say(number, CountingProcess.reserve(ledger, number, amount));
                return null;
            });
        }
        System.out.println("ready");
        System.out.flush();
        if (System.in.read() < 0) return;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(calls)) each.get();
        }
        System.out.println("done");
        System.out.flush();
        new CountDownLatch(1).await();
    }

    private static synchronized void say(int number, Reservation made) {
        System.out.println(made.getClass().getSimpleName() + " " + number);
        System.out.flush();
    }
}
