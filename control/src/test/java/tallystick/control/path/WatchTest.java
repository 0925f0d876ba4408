package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;
import tallystick.demo.fleet.OperatorCommand;

@DisplayName("A transaction signed outside is noticed on a real chain, freezes on every node, and is shown by control")
class WatchTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static World world;
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
    }

    /// By Ann, who may freeze; what it freezes is a vault that no test pays from.
    private static OperatorCommand watch(Path directory, long from, String... more) throws Exception {
        var words = new ArrayList<>(List.of("watch"));
        words.addAll(world.fleet().as("ann"));
        words.addAll(List.of("--as", "u:ann", "--vault", "nobodys"));
        words.addAll(List.of("--rpc", World.CHAIN + "=" + world.anvil().endpoint()));
        words.addAll(List.of("--dir", directory.toString(), "--once", "--wait", "60"));
        words.addAll(List.of("--from-block", Long.toString(from)));
        words.addAll(List.of(more));
        return OperatorCommand.run(words.toArray(String[]::new));
    }

    private static long head() throws Exception {
        return Long.parseLong(world.anvil().ask("eth_blockNumber").asString().substring(2), 16);
    }

    private static List<String> reasons() throws Exception {
        return world.program("AUDITOR")
                .get("/v1/freezes")
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("nodes").size() == 4)
                .map(each -> each.path("reason").asString())
                .toList();
    }

    @Test
    void spendThatNodesSigned_isExplained_andOneSignedOutside_freezes() throws Exception {
        var from = head() + 1;
        var signed = desk.passed(
                desk.draft(desk.address(ETHER).path("id").asString(), TO, BigInteger.valueOf(71), Map.of()));
        desk.until(signed, "CONFIRMING");
        var directory = Files.createTempDirectory(world.directory(), "watch");
        var good = watch(directory, from);
        assertThat(good.exit()).as(good.text()).isZero();
        assertThat(good.text()).contains("1 explained, 0 not");

        var address = desk.address(ETHER).path("address").asString();
        world.anvil().ask("anvil_impersonateAccount", address);
        var outside = world.anvil()
                .ask("eth_sendTransaction", Map.of("from", address, "to", TO, "value", "0x1"))
                .asString();
        world.anvil().ask("anvil_stopImpersonatingAccount", address);
        var bad = watch(directory, from, "--patience", "1");
        assertThat(bad.exit()).as(bad.text()).isEqualTo(1);
        assertThat(bad.lines()).anyMatch(line -> line.startsWith("ALARM eip155:31337") && line.contains(outside));
        assertThat(reasons()).anyMatch(reason -> reason.contains("unattested spend " + outside));

        var again = watch(directory, from, "--patience", "1");
        assertThat(again.exit()).as("it goes on where it was: " + again.text()).isZero();
    }

    private static OperatorCommand watchBitcoin(String genesis, Path directory, long from) throws Exception {
        var words = new ArrayList<>(List.of("watch"));
        words.addAll(world.fleet().as("ann"));
        words.addAll(List.of("--as", "u:ann", "--vault", "nobodys", "--dir", directory.toString()));
        words.addAll(List.of("--rpc", genesis + "=" + world.bitcoin().endpoint()));
        words.addAll(List.of("--once", "--wait", "60", "--from-block", Long.toString(from)));
        return OperatorCommand.run(words.toArray(String[]::new));
    }

    /// Two outputs of one account spent at once: each input has a signature of its own.
    @Test
    void inputsThatNodesSigned_areExplained_onBitcoin() throws Exception {
        var bitcoin = Desk.onBitcoin(world);
        var address = bitcoin.addressWith(60_000, 60_000).path("id").asString();
        var from = Long.parseLong(world.bitcoin().ask("/blocks/tip/height")) + 1;
        var to = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
        var id = bitcoin.passed(bitcoin.draft(address, to, BigInteger.valueOf(100_000), Map.of()));
        bitcoin.until(id, "MEMPOOL");
        world.bitcoin().mine(1);
        var directory = Files.createTempDirectory(world.directory(), "watch");
        var good = watchBitcoin(World.BITCOIN.toString(), directory, from);
        assertThat(good.text()).contains("2 explained, 0 not");
        assertThat(good.exit()).isZero();
        var other = watchBitcoin("bip122:000000000019d6689c085ae165831e93", directory, from);
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.text()).contains("the endpoint's chain begins with");
    }

    @Test
    void endpointOfAnotherChain_isRefused() throws Exception {
        var words = new ArrayList<>(List.of("watch"));
        words.addAll(world.fleet().as("ann"));
        words.addAll(List.of(
                "--as",
                "u:ann",
                "--dir",
                world.directory().resolve(UUID.randomUUID().toString()).toString()));
        words.addAll(List.of("--rpc", "eip155:1=" + world.anvil().endpoint()));
        var said = OperatorCommand.run(words.toArray(String[]::new));
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.text()).contains("the endpoint is of chain 31337, not 1");
    }
}
