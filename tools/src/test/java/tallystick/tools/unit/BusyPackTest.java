package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.kit.BusyFleet;
import tallystick.tools.kit.Packs;

/// How long it takes to verify a pack with so many receipts of each of two nodes (`-Dtallystick.receipts=100000`), of
/// which so many count at once in a limit (`-Dtallystick.window=1440`): docs/benchmarks.md.
@DisplayName("A pack with many receipts and a limit whose window moves on")
class BusyPackTest {
    private static final int RECEIPTS = Integer.getInteger("tallystick.receipts", 60);
    private static final int IN_WINDOW = Integer.getInteger("tallystick.window", 150);

    @TempDir
    Path folder;

    private static double seconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private static void tell(String what, double since) {
        if (RECEIPTS > 1000) System.out.printf(Locale.ROOT, "%s: %.1f s%n", what, seconds() - since);
    }

    @Test
    void manyReceipts_verify() throws IOException {
        var begin = seconds();
        try (var fleet = new BusyFleet(folder, IN_WINDOW)) {
            var until = fleet.pay(RECEIPTS);
            tell("%d payments, %d in the window, ruled and signed twice".formatted(RECEIPTS, IN_WINDOW), begin);
            begin = seconds();
            var exported = Packs.export(folder, "--to", until.plusSeconds(60).toString());
            assertThat(exported.exit()).as(exported.text()).isZero();
            tell("export, %d bytes".formatted(Files.size(folder.resolve("pack.zip"))), begin);
        }
        begin = seconds();
        var said = Packs.verify(folder.resolve("pack.zip"));
        tell("verify", begin);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text())
                .contains("%d receipts with %d signatures were verified".formatted(2 * RECEIPTS, 2 * RECEIPTS))
                .contains("%d rulings were made again".formatted(2 * RECEIPTS));
    }
}
