package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// As many may ask a chain at once, and no more.
class TurnsTest {
    private final Turns turns = new Turns();
    private final ArrayDeque<Turns.Turn> taken = new ArrayDeque<>();

    @BeforeEach
    void takeAll() throws ChainUnreachable {
        for (var i = 0; i < Turns.AT_ONCE; i++) taken.add(turns.take("eth_call"));
    }

    @Test
    void oneMore_isTurnedAway() {
        assertThatThrownBy(() -> turns.take("eth_call"))
                .isInstanceOf(ChainCrowded.class)
                .hasMessage("eth_call: 16 questions wait for the chain already");
    }

    @Test
    void whoeverWaits_hasTheTurnOfTheOneThatEnds() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> turns.take("eth_call"));
            var ended = taken.remove();
            ended.answered();
            ended.close();
            assertThat(waiting.get()).isNotNull();
        }
        assertThatThrownBy(() -> turns.take("eth_call")).isInstanceOf(ChainCrowded.class);
    }

    /// Nobody's turn is lost by an endpoint that never answers.
    @Test
    void turnThatEndsWithoutAnAnswer_isFreeAgain() throws Exception {
        taken.remove().close();
        taken.add(turns.take("eth_call"));
        assertThatThrownBy(() -> turns.take("eth_call")).isInstanceOf(ChainCrowded.class);
        while (!taken.isEmpty()) taken.remove().close();
        takeAll();
        assertThat(taken).hasSize(Turns.AT_ONCE);
    }
}
