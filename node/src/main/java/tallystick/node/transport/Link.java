package tallystick.node.transport;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.Optional;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// The one stream to one peer, whoever dialled it. Frames wait here while the stream is not ready or not there.
///
/// **Threads** any. Bounded: what does not fit is dropped and its session runs into its time limit, which names the
/// peer as absent.
final class Link {
    private static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;

    private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private Optional<Stream> stream = Optional.empty();

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
    }

    /// The stream in use.
    synchronized Optional<Stream> stream() {
        return stream;
    }

    void send(PeerFrame frame) {
        send(frame.encode());
    }

    private synchronized void send(Bytes bytes) {
        if (waitingBytes + bytes.length() > WAITING_BYTES_MAX) return;
        waiting.add(bytes);
        waitingBytes += bytes.length();
        drain();
    }

    /// Sends what waits, as far as the stream takes it.
    synchronized void drain() {
        if (stream.isEmpty()) return;
        var out = stream.get().out();
        while (!waiting.isEmpty() && out.isReady()) {
            var bytes = waiting.remove();
            waitingBytes -= bytes.length();
            out.onNext(bytes);
        }
    }

    synchronized void close() {
        stream.ifPresent(each -> each.out().onCompleted());
        stream = Optional.empty();
        waiting.clear();
        waitingBytes = 0;
    }
}
