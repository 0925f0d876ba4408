package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many fills one peer may have by its invitations.
class FillThreadsTest {
    private long nowNanos = 1;
    private final FillThreads threads = new FillThreads(Thread::new, () -> nowNanos);
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

    private int places(String peer) {
        var places = 0;
        while (enter(peer, "place " + places)) places++;
        for (var each = 0; each < places; each++) threads.giveBack(peer);
        return places;
    }

    private void stop(String peer) {
        threads.stopped(peer, threads.now());
    }

    @Test
    void afterEachFillThatStopped_thereAreHalfAsManyAtATime_andTheRestIsTwiceAsLong() {
        assertThat(places("alpha")).isEqualTo(8);
        stop("alpha");
        assertThat(places("alpha")).as("the first is forgiven, by who follows").isEqualTo(8);
        assertThat(threads.isResting("alpha")).as("and not by who invites").isTrue();
        var rest = FillThreads.REST_NANOS;
        for (var atATime : List.of(4, 2, 1, 1, 1, 1)) {
            nowNanos += rest;
            assertThat(threads.isResting("alpha")).isFalse();
            stop("alpha");
            rest = Math.min(2 * rest, 8_000_000_000L);
            assertThat(places("alpha")).isZero();
            nowNanos += rest - 1;
            assertThat(places("alpha")).isZero();
            nowNanos++;
            assertThat(places("alpha")).isEqualTo(atATime);
        }
        assertThat(places("bravo")).as("of another peer").isEqualTo(8);
    }

    @Test
    void eachFillThatCameToItsEnd_makesUpForOneThatDidNot() {
        for (var each = 0; each < 9; each++) stop("alpha");
        for (var atATime : List.of(1, 1, 2, 4, 8, 8, 8)) {
            threads.done("alpha");
            nowNanos += 10_000_000_000L;
            assertThat(places("alpha")).isEqualTo(atATime);
        }
    }

    @Test
    void fillsUnderWayTogether_thatStopTogether_countOnce() {
        var begun = threads.now();
        nowNanos += 5;
        threads.stopped("alpha", begun);
        nowNanos += 1;
        for (var each = 0; each < 7; each++) threads.stopped("alpha", begun);
        assertThat(places("alpha")).isEqualTo(8);
    }

    @Test
    void whoWaits_isNotAskedWhileThereIsARest() {
        fill("alpha");
        assertThat(enter("alpha", "waiting")).isFalse();
        stop("alpha");
        stop("alpha");
        for (var each = 0; each < 8; each++) threads.leave("alpha");
        assertThat(asked).isEmpty();
        nowNanos += 2 * FillThreads.REST_NANOS;
        assertThat(enter("alpha", "said again")).isTrue();
        threads.leave("alpha");
        assertThat(asked).containsExactly("waiting");
    }
}
