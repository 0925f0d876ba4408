package tallystick.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.node.gate.Gate;
import tallystick.node.ledger.SharedStore;
import tallystick.node.transport.ListenAddress;

@DisplayName("the words of the command line that say what a node is")
final class ArgumentsTest {
    private static final List<String> NEEDED =
            List.of("--dir", "d", "--roster", "r", "--administrator", "a", "--passphrase-file", "p");

    private static Arguments.Read read(String... more) {
        var words = new ArrayList<>(NEEDED);
        words.addAll(List.of(more));
        return Arguments.read(words);
    }

    @Test
    void nodeThatIsNotToldWhereToListen_listensWhereTheRosterSays() {
        assertThat(((Arguments.Read.Good) read()).arguments().listen()).isEmpty();
    }

    @Test
    void placeToListen_isReadApartFromTheRoster() {
        assertThat(((Arguments.Read.Good) read("--listen", "0.0.0.0:7000"))
                        .arguments()
                        .listen())
                .contains(new ListenAddress("0.0.0.0", 7000));
    }

    @Test
    void placeToListen_thatIsNone_isRefused() {
        for (var bad : List.of("", "7000", "host:", "host:0", "host:65536", "a b:1"))
            assertThat(read("--listen", bad)).as(bad).isEqualTo(new Arguments.Read.Wrong("--listen is HOST:PORT"));
        assertThat(read("--listen")).isEqualTo(new Arguments.Read.Wrong("--listen needs a value"));
    }

    @Test
    void ledger_isInTheDirectory_unlessADatabaseIsNamed() {
        assertThat(((Arguments.Read.Good) read()).arguments().ledger().store()).isEmpty();
        var address = "jdbc:postgresql://localhost/alpha?user=alpha";
        var named = ((Arguments.Read.Good) read("--store", address)).arguments().ledger();
        assertThat(named.store()).contains(address);
        assertThat(named.standby()).isEqualTo(SharedStore.Standby.REQUIRED);
        assertThat(((Arguments.Read.Good) read("--store-without-standby", "--store", address))
                        .arguments()
                        .ledger()
                        .standby())
                .isEqualTo(SharedStore.Standby.NONE);
        assertThat(read("--store-without-standby"))
                .isEqualTo(new Arguments.Read.Wrong("--store-without-standby goes with --store"));
        assertThat(read("--store", "jdbc:postgresql://elsewhere/alpha?user=alpha"))
                .isEqualTo(new Arguments.Read.Wrong(
                        "--store: a store on another machine is reached with sslmode=verify-full"));
    }

    @Test
    void networksForTrial_areServed_onlyWhereThatIsAskedFor() {
        assertThat(((Arguments.Read.Good) read()).arguments().networks()).isEqualTo(Gate.Networks.REAL);
        for (var words : List.of(List.of("--test-networks"), List.of("--test-networks", "--listen", "a:1")))
            assertThat(((Arguments.Read.Good) read(words.toArray(String[]::new)))
                            .arguments()
                            .networks())
                    .isEqualTo(Gate.Networks.ALSO_TEST);
        assertThat(read("--test-networks", "--test-networks"))
                .isEqualTo(new Arguments.Read.Wrong("--test-networks given twice"));
    }

    @Test
    void neededWord_thatIsMissing_isNamed() {
        for (var i = 0; i < NEEDED.size(); i += 2) {
            var words = new ArrayList<>(NEEDED);
            words.remove(i + 1);
            words.remove(i);
            assertThat(Arguments.read(words)).isEqualTo(new Arguments.Read.Wrong(NEEDED.get(i) + " is missing"));
        }
    }
}
