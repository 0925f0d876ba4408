package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.mpc.session.PartyId;

/// How many fills that nobody waits for begin at a time.
class FillQueueTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    private final FillQueue queue = new FillQueue();
    private final List<String> asked = new ArrayList<>();

    @Test
    void fillBeyondTheLastPlace_waits_andAsksAgainWhenOneIsFree() {
        var full = full();
        var late = queue.places(() -> asked.add("late"));
        assertThat(late.take(ONE)).isFalse();
        assertThat(asked).isEmpty();
        full.getFirst().leave(ONE::equals);
        assertThat(asked).containsExactly("late");
        assertThat(late.take(ONE)).isTrue();
    }

    @Test
    void onePlaceGivenBack_isForOneWhoWaits_theFirst() {
        var full = full();
        for (var name : List.of("first", "second"))
            assertThat(queue.places(() -> asked.add(name)).take(ONE)).isFalse();
        full.getFirst().leave(ONE::equals);
        assertThat(asked).containsExactly("first");
        full.get(1).leave(ONE::equals);
        assertThat(asked).containsExactly("first", "second");
    }

    @Test
    void samePeer_hasOnePlace_andAnotherPeerAnother() {
        var places = queue.places(() -> asked.add("never"));
        for (var again = 0; again < 2 * FillQueue.AT_ONCE; again++)
            assertThat(places.take(ONE)).isTrue();
        assertThat(places.take(TWO)).isTrue();
        for (var more = 2; more < FillQueue.AT_ONCE; more++)
            assertThat(queue.places(() -> {}).take(ONE)).isTrue();
        assertThat(queue.places(() -> {}).take(ONE)).isFalse();
    }

    @Test
    void closedKey_givesAllBack_andTakesNoneAnyMore() {
        var full = full();
        var late = queue.places(() -> asked.add("late"));
        assertThat(late.take(TWO)).isFalse();
        full.getFirst().close();
        full.getFirst().close();
        assertThat(asked).containsExactly("late");
        assertThat(full.getFirst().take(ONE)).isFalse();
        assertThat(late.take(TWO)).isTrue();
        assertThat(queue.places(() -> {}).take(ONE)).isFalse();
    }

    @Test
    void closedKey_isAskedNoMore() {
        var full = full();
        var gone = queue.places(() -> asked.add("gone"));
        assertThat(gone.take(ONE)).isFalse();
        gone.close();
        full.getFirst().leave(ONE::equals);
        assertThat(asked).isEmpty();
    }

    private List<FillQueue.Places> full() {
        var full = new ArrayList<FillQueue.Places>();
        for (var each = 0; each < FillQueue.AT_ONCE; each++) {
            var places = queue.places(() -> asked.add("full"));
            assertThat(places.take(ONE)).isTrue();
            full.add(places);
        }
        return full;
    }
}
