package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many fills one peer may have by its invitations.
class FillThreadsTest {
    private final FillThreads threads = new FillThreads();
    private final List<String> asked = new ArrayList<>();

    private void fill(String peer) {
        for (var each = 0; each < FillThreads.OF_PEER; each++)
            assertThat(enter(peer, "full " + each)).isTrue();
    }

    private boolean enter(String peer, String which) {
        return threads.enter(peer, which, () -> {
            asked.add(which);
            enter(peer, which);
        });
    }

    @Test
    void fillsBeyondThePlacesOfTheirPeer_wait_andAreAskedOneForEachPlace_firstTheFirst() {
        fill("alpha");
        for (var which : List.of("first", "second", "third", "first"))
            assertThat(enter("alpha", which)).isFalse();
        assertThat(asked).isEmpty();
        threads.leave("alpha");
        assertThat(asked).containsExactly("first");
        threads.leave("alpha");
        threads.leave("alpha");
        threads.leave("alpha");
        assertThat(asked).containsExactly("first", "second", "third");
        assertThat(enter("alpha", "fourth")).isTrue();
        assertThat(enter("alpha", "fifth")).isFalse();
    }

    @Test
    void oneThatWaitedAndDoesNotWantItsPlace_leavesItToTheNext() {
        fill("alpha");
        assertThat(threads.enter("alpha", "gone", () -> asked.add("gone"))).isFalse();
        assertThat(enter("alpha", "next")).isFalse();
        threads.leave("alpha");
        assertThat(asked).containsExactly("gone", "next");
        assertThat(enter("alpha", "late")).isFalse();
    }

    @Test
    void anotherPeer_hasPlacesOfItsOwn() {
        fill("alpha");
        assertThat(enter("alpha", "waiting")).isFalse();
        fill("bravo");
        threads.leave("bravo");
        assertThat(asked).isEmpty();
    }

    @Test
    void placeGivenBackAlone_asksNobody_andIsThere() {
        fill("alpha");
        assertThat(enter("alpha", "waiting")).isFalse();
        threads.giveBack("alpha");
        assertThat(asked).isEmpty();
        assertThat(enter("alpha", "another")).isTrue();
    }

    @Test
    void placeGivenBackOnceTooOften_makesNoMoreOfThem() {
        threads.leave("alpha");
        fill("alpha");
        assertThat(enter("alpha", "beyond")).isFalse();
    }
}
