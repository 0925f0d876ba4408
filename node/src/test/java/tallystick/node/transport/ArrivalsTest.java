package tallystick.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Member;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.budget.Budget;
import tallystick.node.budget.Purse;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialPeer;
import tallystick.wire.MemberIdentity;

/// Frames of one stream: what can be taken at once waits for nothing, the rest keeps its order.
class ArrivalsTest {
    private static final Digest32 SLOW =
            Transcript.of("tallystick/test/v1/slow").digest();
    private static final Digest32 QUICK =
            Transcript.of("tallystick/test/v1/quick").digest();

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<PeerFrame> atOnce = new ArrayList<>();
    private final List<PeerFrame> later = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger taken = new AtomicInteger();

    private final Links.Receiver receiver = new Links.Receiver() {
        @Override
        public boolean takeAtOnce(Member from, PeerFrame frame) {
            return frame.channel().equals(QUICK) && atOnce.add(frame);
        }

        @Override
        public void take(Member from, PeerFrame frame) {
            try {
                assertThat(gate.await(Patience.SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
                later.add(frame);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts", e);
            }
        }
    };

    @Test
    void frameOfARun_doesNotWaitForThoseThatWait() throws Exception {
        var arrivals = arrivals();
        for (var number = 0; number < 5; number++) arrive(arrivals, frame(SLOW, number));
        arrive(arrivals, frame(QUICK, 9));
        assertThat(atOnce).containsExactly(frame(QUICK, 9));
        assertThat(taken).hasValue(1);
        gate.countDown();
        Patience.until("all frames are taken", () -> taken.get() == 6);
    }

    @Test
    void framesThatWait_areTakenInTheirOrder_alsoThoseThatComeLater() throws Exception {
        var arrivals = arrivals();
        var sent = new ArrayList<PeerFrame>();
        for (var number = 0; number < 100; number++) {
            sent.add(frame(SLOW, number));
            arrive(arrivals, sent.getLast());
            if (number == 50) gate.countDown();
        }
        Patience.until("all frames are taken", () -> taken.get() == 100);
        assertThat(later).isEqualTo(sent);
    }

    @Test
    void bytesThatAreNoFrame_areDropped_andMoreMayCome() throws Exception {
        var arrivals = arrivals();
        arrivals.arrived(Bytes.ofUtf8("no frame"), taken::incrementAndGet);
        assertThat(taken).hasValue(1);
        assertThat(atOnce).isEmpty();
    }

    @Test
    void frameThatStopsItsThread_holdsUpNoneOfThoseAfterIt() throws Exception {
        gate.countDown();
        var broken = frame(SLOW, 99);
        var reached = new CountDownLatch(1);
        var arrivals = arrivals(new Links.Receiver() {
            @Override
            public boolean takeAtOnce(Member from, PeerFrame frame) {
                return false;
            }

            @Override
            public void take(Member from, PeerFrame frame) {
                if (!frame.equals(broken)) {
                    later.add(frame);
                    return;
                }
                Patience.until("another frame waits", () -> reached.getCount() == 0);
                throw new IllegalArgumentException("a fault of ours, for the test");
            }
        });
        arrive(arrivals, broken);
        arrive(arrivals, frame(SLOW, 1));
        reached.countDown();
        Patience.until("both are taken", () -> taken.get() == 2);
        Patience.until("the second was heard", () -> later.equals(List.of(frame(SLOW, 1))));
        arrive(arrivals, broken);
        Patience.until("it is taken", () -> taken.get() == 3);
        arrive(arrivals, frame(SLOW, 2));
        Patience.until("the last was heard", () -> later.equals(List.of(frame(SLOW, 1), frame(SLOW, 2))));
    }

    @Test
    void peerThatOpensStreamAfterStream_isHeldWithinOneBudget_andOthersAreHeard() throws Exception {
        var budget = Budget.of(16L << 20, new Purse(Purse.Bounds.STANDARD));
        var large = new PeerFrame(SLOW, false, Bytes.copyOf(new byte[PeerFrame.BODY_BYTES_MAX]));
        for (var stream = 0; stream < 9; stream++) {
            var arrivals = arrivals("peer", receiver, budget);
            for (var number = 0; number < Arrivals.OPEN_MAX; number++) arrive(arrivals, large);
        }
        assertThat(taken).hasValue(9 * Arrivals.OPEN_MAX - 3);
        arrive(arrivals("other", receiver, budget), frame(SLOW, 1));
        gate.countDown();
        Patience.until("all frames are taken", () -> taken.get() == 9 * Arrivals.OPEN_MAX + 1);
        assertThat(later).hasSize(4).contains(frame(SLOW, 1));
        assertThat(budget.take("peer", 16L << 20)).isTrue();
    }

    @Test
    void framesOfFewBytes_areHeldNoLongerThanTheirStreamsHaveRoom() throws Exception {
        var empty = new PeerFrame(SLOW, false, Bytes.empty());
        var room = 42_000;
        var budget = Budget.of(room, new Purse(Purse.Bounds.STANDARD));
        for (var stream = 0; stream < 5; stream++) {
            var arrivals = arrivals("peer", receiver, budget);
            for (var number = 0; number < Arrivals.OPEN_MAX; number++) arrive(arrivals, empty);
        }
        assertThat(taken).as("dropped").hasValue(10);
        gate.countDown();
        Patience.until("all frames are taken", () -> taken.get() == 20);
        assertThat(later).hasSize(10);
        assertThat(budget.take("peer", room)).isTrue();
    }

    private void arrive(Arrivals arrivals, PeerFrame frame) {
        arrivals.arrived(frame.encode(), taken::incrementAndGet);
    }

    private static PeerFrame frame(Digest32 channel, int number) {
        return new PeerFrame(channel, false, Bytes.copyOf((byte) number));
    }

    private Arrivals arrivals() throws Exception {
        return arrivals(receiver);
    }

    private static Arrivals arrivals(Links.Receiver receiver) throws Exception {
        return arrivals("peer", receiver, Budget.apart(16L << 20));
    }

    private static Arrivals arrivals(String name, Links.Receiver receiver, Budget budget) throws Exception {
        try (var home = SecretMemory.open();
                var identity = MemberIdentity.generate(name, java.time.Instant.EPOCH, new SystemEntropy(), home)) {
            return new Arrivals(TrialPeer.member(identity), receiver, budget);
        }
    }
}
