package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.node.budget.Budget;

class ChannelTest {
    private static final Bytes LARGE = Bytes.copyOf(new byte[PeerFrame.BODY_BYTES_MAX]);

    private final Budget driven = Budget.apart(32L << 20);
    private final Channel channel = new Channel(Budget.apart(16L << 20), driven);

    @Test
    void memberThatSendsTooMuch_isHeldWithinItsBudget_andTheOthersAreHeard() throws InterruptedException {
        channel.begin(Set.of("mallory", "honest"));
        for (var i = 0; i < 9; i++) file("mallory");
        file("honest");
        assertThat(drained()).containsExactly("mallory", "mallory", "mallory", "honest");
        for (var i = 0; i < 9; i++) file("mallory");
        assertThat(drained()).hasSize(3);
    }

    @Test
    void stranger_isDroppedOnceTheRunBegins() throws InterruptedException {
        channel.fileEarly(new Channel.Arrival("outsider", true, LARGE), 0);
        channel.fileEarly(new Channel.Arrival("honest", true, LARGE), 0);
        channel.begin(Set.of("honest"));
        file("outsider");
        assertThat(drained()).containsExactly("honest");
    }

    @Test
    void runThatBegins_givesBackWhatItsMembersAndStrangersHeld() {
        var early = Budget.apart(9L << 20);
        var other = new Channel(early, driven);
        for (var i = 0; i < 4; i++) other.fileEarly(new Channel.Arrival("outsider", true, LARGE), 0);
        other.begin(Set.of("honest"));
        assertThat(early.take("outsider", 9L << 20)).isTrue();
        assertThat(early.take("outsider", 1)).isFalse();
    }

    @Test
    void memberOfManyRuns_isHeldWithinOneBudget_thatEachGivesBackAtItsEnd() {
        var others = Stream.generate(() -> new Channel(Budget.apart(0), driven))
                .limit(3)
                .toList();
        for (var each : others) {
            each.begin(Set.of("mallory", "honest"));
            for (var i = 0; i < 9; i++) each.file(new Channel.Arrival("mallory", true, LARGE));
            each.file(new Channel.Arrival("honest", true, LARGE));
        }
        assertThat(others.stream().map(Channel::end).map(List::size)).containsExactly(4, 4, 2);
        assertThat(driven.take("mallory", 32L << 20)).isTrue();
    }

    private void file(String from) {
        channel.file(new Channel.Arrival(from, true, LARGE));
    }

    private List<String> drained() throws InterruptedException {
        var senders = new ArrayList<String>();
        for (var next = channel.poll(0); next != null; next = channel.poll(0)) senders.add(next.from());
        return senders;
    }
}
