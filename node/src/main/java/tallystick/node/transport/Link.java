package tallystick.node.transport;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.node.budget.Budget;

/// The one stream to one peer, whoever dialled it. Frames wait here while the stream is not ready or not there.
///
/// **Threads** any. Bounded: what does not fit is dropped and its session runs into its time limit, which names the
/// peer as absent. Where there is no stream the oldest goes: a peer that is down for hours would have had the room of
/// those that are up by then, and is told of nothing that is over.
final class Link {
    /// Of a frame without a body, too.
    private static final long HELD_BYTES = 256;

    private static final long WITHOUT_STREAM_BYTES_MAX = 9L << 20;

    private static final Logger LOG = Logger.getLogger(Link.class.getName());

    private final String peer;
    private final Budget budget;
    private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private Optional<Stream> stream = Optional.empty();

    /// @param budget what may wait on each link, by the peer's name
    Link(String peer, Budget budget) {
        this.peer = peer;
        this.budget = budget;
    }

    /// A stream on which this node may speak.
    ///
    /// @param out where frames leave
    /// @param version of the protocol that is used on it
    /// @param pin of the key the peer showed
    /// @param retire called once another has taken its place: lets what is on its way arrive, then ends it
    /// @param cut ends it at once
    record Stream(CallStreamObserver<Bytes> out, int version, Digest32 pin, Runnable retire, Runnable cut) {}

    /// Takes over a fresh stream; an older one of the same peer is retired.
    synchronized void attach(Stream fresh) {
        var before = stream;
        stream = Optional.of(fresh);
        before.ifPresent(each -> each.retire().run());
        drain();
    }

    /// Forgets `gone` if it is still the stream.
    synchronized void detach(CallStreamObserver<Bytes> gone) {
        if (stream.filter(current -> current.out() == gone).isPresent()) stream = Optional.empty();
        forgetOldest(0);
    }

    private void forgetOldest(long more) {
        if (stream.isPresent()) return;
        while (!waiting.isEmpty() && waitingBytes + more > WITHOUT_STREAM_BYTES_MAX) {
            var _ = next();
        }
    }

    private Bytes next() {
        var bytes = waiting.remove();
        waitingBytes -= held(bytes);
        budget.giveBack(peer, held(bytes));
        return bytes;
    }

    /// The stream in use.
    synchronized Optional<Stream> stream() {
        return stream;
    }

    /// Drops what is longer than the longest frame: the peer would end the stream for it, with all that is on it.
    void send(PeerFrame frame) {
        var bytes = frame.body().length();
        if (bytes > PeerFrame.BODY_BYTES_MAX)
            LOG.log(
                    Level.SEVERE,
                    "a message of {0} bytes for {1} is longer than the longest frame and was dropped",
                    new Object[] {bytes, peer});
        else send(frame.encode());
    }

    private synchronized void send(Bytes bytes) {
        forgetOldest(held(bytes));
        if (!budget.take(peer, held(bytes))) return;
        waiting.add(bytes);
        waitingBytes += held(bytes);
        drain();
    }

    /// Sends what waits, as far as the stream takes it.
    synchronized void drain() {
        if (stream.isEmpty()) return;
        var out = stream.get().out();
        while (!waiting.isEmpty() && out.isReady()) out.onNext(next());
    }

    private static long held(Bytes bytes) {
        return HELD_BYTES + bytes.length();
    }

    synchronized void close() {
        stream.ifPresent(each -> each.out().onCompleted());
        stream = Optional.empty();
        while (!waiting.isEmpty()) {
            var _ = next();
        }
    }
}
