package tallystick.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Turn;

/// Places of those that write.
class WritersTest {
    private final Writers writers = new Writers(Duration.ofMillis(1));

    private static Writers.Who somebody(boolean stops) {
        return new Writers.Who(UUID.randomUUID(), stops);
    }

    private void refused(Writers.Who who, Code code) {
        assertThatThrownBy(() -> writers.take(who))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void callerWithAllItsPlaces_waits_andNobodyElseDoes() {
        var who = somebody(false);
        var taken = new ArrayList<Turn>();
        for (var i = 0; i < Writers.OF_A_CALLER; i++) taken.add(writers.take(who));
        refused(who, Code.CROWDED);
        // What it stops has places of its own.
        writers.take(new Writers.Who(who.caller(), true)).close();
        writers.take(somebody(false)).close();
        taken.getFirst().close();
        assertThatCode(() -> writers.take(who)).doesNotThrowAnyException();
        refused(who, Code.CROWDED);
    }

    @Test
    void allPlacesOfThoseThatWrite_leaveThoseThatStop() {
        for (var i = 0; i < Writers.OF_ALL; i++)
            assertThat(writers.take(somebody(false))).isNotNull();
        refused(somebody(false), Code.BUSY);
        for (var i = 0; i < Writers.THAT_STOP; i++)
            assertThat(writers.take(somebody(true))).isNotNull();
        refused(somebody(true), Code.BUSY);
    }

    @Test
    void placeThatIsLeft_isGivenToWhoWaits() throws Exception {
        var patient = new Writers(Duration.ofMinutes(3));
        var who = somebody(false);
        var taken = new ArrayList<Turn>();
        for (var i = 0; i < Writers.OF_A_CALLER; i++) taken.add(patient.take(who));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> patient.take(who));
            taken.getFirst().close();
            assertThat(waiting.get()).isNotNull();
        }
    }
}
