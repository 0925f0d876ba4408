package tallystick.node.kit;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.Reservation;
import tallystick.node.ledger.Reserve;

/// A process that signs one request and reserves another, says so, and waits to be killed.
public final class CountingProcess {
    /// The count of both.
    public static final CounterKey COUNT = new CounterKey("treasury", "daily", List.of("source=hot"));
    /// The most in a day.
    public static final int MAX = 100;

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private CountingProcess() {}

    /// A request.
    public static IntentId intent(int number) {
        return new IntentId(StandardHash.sha256(Bytes.ofUtf8("counted " + number)));
    }

    /// Reserves a request of so much.
    public static Reservation reserve(Ledger ledger, int number, int amount) throws Exception {
        var window = new Limit.Window.Rolling(Duration.ofHours(24));
        var charge = new Charge(COUNT, BigDecimal.valueOf(amount), window, BigDecimal.valueOf(MAX), false);
        var with =
                new Reserve(List.of(charge), Map.of(), List.of(), Reserve.By.nothing(), NOW, NOW, NOW.plusSeconds(600));
        return ledger.reserve(intent(number), intent(number).value(), with);
    }

    /// @param line the ledger's file, or the address of its database
    public static void main(String[] line) throws Exception {
        var ledger = line[0].startsWith("jdbc:") ? TrialDatabase.open(line[0]) : Ledger.open(Path.of(line[0]));
        var signed = reserve(ledger, 1, 40);
        ledger.begin(intent(1));
        ledger.signed(intent(1), Bytes.ofUtf8("reply"));
        var reserved = reserve(ledger, 2, 50);
        ledger.begin(intent(2));
        System.out.println(
                signed.getClass().getSimpleName() + " " + reserved.getClass().getSimpleName());
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
