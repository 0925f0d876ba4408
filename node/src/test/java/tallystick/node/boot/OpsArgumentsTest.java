package tallystick.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the words of the command line that say how a node is watched")
final class OpsArgumentsTest {
    private static OpsArguments good(String... words) {
        return ((OpsArguments.Read.Good) OpsArguments.read(List.of(words))).arguments();
    }

    private static void assertWrong(String why, String... words) {
        assertThat(OpsArguments.read(List.of(words))).isEqualTo(new OpsArguments.Read.Wrong(why));
    }

    @Test
    void secondsOfPractice_areReadOrFour() {
        assertThat(good().warmUp()).isEqualTo(Duration.ofSeconds(4));
        assertThat(good("--warm-up", "0").warmUp()).isEqualTo(Duration.ZERO);
        assertThat(good("--warm-up", "60").warmUp()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void secondsOfPractice_thatAreNone_areRefused() {
        for (var bad : List.of("61", "-1", "1.5", "", "ten", "100"))
            assertWrong("--warm-up is 0 to 60 seconds", "--warm-up", bad);
        assertWrong("--warm-up needs a value", "--warm-up");
        assertWrong("--warm-up given twice", "--warm-up", "1", "--warm-up", "2");
    }

    @Test
    void addressAndStyle_thatAreNone_areRefused() {
        assertWrong("--ops is HOST:PORT", "--ops", "nowhere");
        assertWrong("--log is text or json", "--log", "xml");
        assertWrong("--log given twice", "--log", "json", "--log", "json");
        assertWrong("--ops-anywhere goes with --ops", "--ops-anywhere");
    }

    @Test
    void otherWords_areLeftForOthers_inTheirOrder() {
        var read = (OpsArguments.Read.Good)
                OpsArguments.read(List.of("--dir", "here", "--log", "json", "--roster", "there"));
        assertThat(read.rest()).containsExactly("--dir", "here", "--roster", "there");
    }
}
