package tallystick.node.kit;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.PartyId;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.SetLedger;

/// A process that cuts a signing set off, says so, and waits to be killed.
public final class BurningProcess {
    private BurningProcess() {}

    /// The set it cuts off.
    public static SetName set() {
        return new SetName(
                Transcript.of("tallystick/test/v1/key").digest(),
                7,
                java.util.List.of(new PartyId(2), new PartyId(40_000)));
    }

    /// @param line the ledger's file
    public static void main(String[] line) throws Exception {
        var ledger = Ledger.open(Path.of(line[0]));
        new SetLedger(ledger, _ -> {}).impose(set());
        System.out.println("imposed");
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
