package tallystick.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.node.budget.Budget;
import tallystick.node.budget.Purse;

/// What waits for a peer that does not read.
class LinkTest {
    private static final PeerFrame LARGE = frame(PeerFrame.BODY_BYTES_MAX);

    private final Budget leaving = Budget.of(32L << 20, new Purse(Purse.Bounds.STANDARD));
    private final Link link = new Link("mallory", leaving);
    private final List<Bytes> said = new ArrayList<>();
    private boolean isReady;

    private static PeerFrame frame(int bytes) {
        return new PeerFrame(Transcript.of("tallystick/test/v1/link").digest(), false, Bytes.copyOf(new byte[bytes]));
    }

    private Link.Stream stream() {
        var out = new CallStreamObserver<Bytes>() {
            @Override
            public boolean isReady() {
                return isReady;
            }

            @Override
            public void setOnReadyHandler(Runnable handler) {}

            @Override
            public void disableAutoInboundFlowControl() {}

            @Override
            public void request(int count) {}

            @Override
            public void setMessageCompression(boolean enable) {}

            @Override
            public void onNext(Bytes bytes) {
                said.add(bytes);
            }

            @Override
            public void onError(@Nullable Throwable broken) {}

            @Override
            public void onCompleted() {}
        };
        var pin = Transcript.of("tallystick/test/v1/pin").digest();
        return new Link.Stream(out, ProtocolVersions.OWN.highest(), pin, () -> {}, () -> {});
    }

    @Test
    void peerThatDoesNotRead_hasNoMoreWaitThanMay_andOthersHaveTheirRoom() {
        link.attach(stream());
        for (var each = 0; each < 20; each++) link.send(LARGE);
        link.send(frame(0));
        var other = new Link("honest", leaving);
        other.attach(stream());
        for (var each = 0; each < 2; each++) other.send(LARGE);
        assertThat(said).isEmpty();
        isReady = true;
        other.drain();
        assertThat(said).hasSize(2);
        link.drain();
        assertThat(said).hasSize(2 + 7 + 1);
        assertThat(leaving.take("mallory", 32L << 20)).isTrue();
    }

    @Test
    void peerThatIsDown_isToldTheNewestAlone_andTakesNobodysRoom() {
        for (var each = 0; each < 20; each++) link.send(LARGE);
        link.send(frame(7));
        assertThat(leaving.take("mallory", 23L << 20)).isTrue();
        assertThat(leaving.take("mallory", 9L << 20)).isFalse();
        leaving.giveBack("mallory", 23L << 20);
        isReady = true;
        link.attach(stream());
        assertThat(said).containsExactly(LARGE.encode(), LARGE.encode(), frame(7).encode());
    }

    @Test
    void peerThatGoesWhileMuchWaits_isToldTheNewestAlone() {
        var stream = stream();
        link.attach(stream);
        for (var each = 0; each < 7; each++) link.send(LARGE);
        link.detach(stream.out());
        isReady = true;
        link.attach(stream());
        assertThat(said).hasSize(2);
    }

    @Test
    void framesWithoutABody_areBoundedToo() {
        link.attach(stream());
        for (var each = 0; each < 200_000; each++) link.send(frame(0));
        isReady = true;
        link.drain();
        assertThat(said).hasSizeBetween(1000, (32 << 20) / 256);
    }

    @Test
    void messageThatIsLongerThanTheLongestFrame_isDropped_andNothingElse() {
        isReady = true;
        link.attach(stream());
        link.send(frame(PeerFrame.BODY_BYTES_MAX + 1));
        link.send(LARGE);
        assertThat(said).containsExactly(LARGE.encode());
    }

    @Test
    void linkThatCloses_holdsNothing() {
        link.send(LARGE);
        link.close();
        assertThat(leaving.take("mallory", 32L << 20)).isTrue();
    }
}
