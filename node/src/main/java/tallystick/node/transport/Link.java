package tallystick.node.transport;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.Optional;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;

/// The one stream to one peer, whoever dialled it. Frames wait here while the stream is not ready or not there.
///
/// **Threads** any. Bounded: what does not fit is dropped and its session runs into its time limit, which names the
/// peer as absent.
final class Link {
    private static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;

    private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private Optional<CallStreamObserver<Bytes>> stream = Optional.empty();

    /// Takes over a fresh stream; an older one of the same peer is closed.
    synchronized void attach(CallStreamObserver<Bytes> fresh) {
        stream.ifPresent(CallStreamObserver::onCompleted);
        stream = Optional.of(fresh);
    }

    /// Forgets `gone` if it is still the stream.
    synchronized void detach(CallStreamObserver<Bytes> gone) {
        if (stream.filter(current -> current == gone).isPresent()) stream = Optional.empty();
    }

    synchronized boolean isUp() {
        return stream.isPresent();
    }

    synchronized void send(PeerFrame frame) {
        var bytes = frame.encode();
        if (waitingBytes + bytes.length() > WAITING_BYTES_MAX) return;
        waiting.add(bytes);
        waitingBytes += bytes.length();
        drain();
    }

    /// Sends what waits, as far as the stream takes it.
    synchronized void drain() {
        if (stream.isEmpty()) return;
        var out = stream.get();
        while (!waiting.isEmpty() && out.isReady()) {
            var bytes = waiting.remove();
            waitingBytes -= bytes.length();
            out.onNext(bytes);
        }
    }

    synchronized void close() {
        stream.ifPresent(CallStreamObserver::onCompleted);
        stream = Optional.empty();
        waiting.clear();
        waitingBytes = 0;
    }
}
