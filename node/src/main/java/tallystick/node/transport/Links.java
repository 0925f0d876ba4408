package tallystick.node.transport;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.wire.CertificateListener;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// The streams to all other nodes of the roster: of each pair the lower name dials, and dials again when it breaks.
public final class Links implements AutoCloseable {
    /// Where arriving frames go.
    @FunctionalInterface
    public interface Receiver {
        /// Takes a frame whose sender TLS has proven.
        void receive(Member from, PeerFrame frame);
    }

    private static final Logger LOG = Logger.getLogger(Links.class.getName());
    private static final Duration BACK_OFF_MIN = Duration.ofMillis(100);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(10);

    private final TlsIdentity tls;
    private final Receiver receiver;
    private final CertificateListener certificates;
    private final Map<String, Link> links = new TreeMap<>();
    private volatile boolean closed;

    /// Makes links to every other node of `roster`; [#dial] starts them.
    ///
    /// @param certificates hears of what the dialled nodes show
    public Links(String self, Roster roster, TlsIdentity tls, Receiver receiver, CertificateListener certificates) {
        this.tls = tls;
        this.certificates = certificates;
        this.receiver = receiver;
        for (var node : roster.nodes()) if (!node.name().equals(self)) links.put(node.name(), new Link());
    }

    /// Begins to dial every node with a higher name, for ever, each from a virtual thread of its own.
    public void dial(String self, Roster roster) {
        for (var node : roster.nodes())
            if (node.name().compareTo(self) > 0)
                Thread.ofVirtual().name("dial-" + node.name()).start(() -> keepDialled(node));
    }

    /// Queues a frame for the node called `to`.
    public void send(String to, PeerFrame frame) {
        var link = links.get(to);
        if (link != null) link.send(frame);
    }

    /// Names of the nodes connected now.
    public List<String> up() {
        return links.entrySet().stream()
                .filter(entry -> entry.getValue().isUp())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Takes a stream that `peer` dialled.
    StreamObserver<Bytes> accept(Member peer, CallStreamObserver<Bytes> out) {
        var link = links.get(peer.name());
        if (link == null) {
            out.onError(io.grpc.Status.PERMISSION_DENIED
                    .withDescription("no link for this member")
                    .asRuntimeException());
            return new Inbound(peer, () -> {});
        }
        out.setOnReadyHandler(link::drain);
        link.attach(out);
        LOG.log(Level.INFO, "link from {0} is up", peer.name());
        return new Inbound(peer, () -> link.detach(out));
    }

    @Override
    public void close() {
        closed = true;
        links.values().forEach(Link::close);
    }

    private void keepDialled(Member node) {
        var backOff = BACK_OFF_MIN;
        while (!closed) {
            var channel = Wire.channel(tls, node, certificates);
            try {
                var lived = callOnce(channel, node);
                backOff = lived ? BACK_OFF_MIN : min(backOff.multipliedBy(2), BACK_OFF_MAX);
                Thread.sleep(backOff);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /// Opens the stream and waits until it ends; whether anything ever arrived or it was up for long. A node that is
    /// not there ends it at once: when to try again is decided here, and not by the library, which waits for
    /// minutes.
    private boolean callOnce(ManagedChannel channel, Member node) throws InterruptedException {
        var outbound = new Outbound(node, linkTo(node));
        ClientCalls.asyncBidiStreamingCall(channel.newCall(Wire.LINK, CallOptions.DEFAULT), outbound);
        outbound.ended.await();
        return outbound.wasUp;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void deliver(Member from, Bytes bytes) {
        switch (PeerFrame.parse(bytes)) {
            case Parsed.Ok<PeerFrame>(var frame) -> receiver.receive(from, frame);
            case Parsed.Malformed<PeerFrame>(var offset, var expected) ->
                LOG.log(Level.WARNING, "frame from {0} malformed at byte {1}: expected {2}", new Object[] {
                    from.name(), offset, expected
                });
        }
    }

    private final class Inbound implements StreamObserver<Bytes> {
        private final Member from;
        private final Runnable onEnd;

        Inbound(Member from, Runnable onEnd) {
            this.from = from;
            this.onEnd = onEnd;
        }

        @Override
        public void onNext(Bytes bytes) {
            deliver(from, bytes);
        }

        @Override
        public void onError(Throwable broken) {
            onEnd.run();
        }

        @Override
        public void onCompleted() {
            onEnd.run();
        }
    }

    private Link linkTo(Member node) {
        var link = links.get(node.name());
        if (link == null) throw new AssertionError("no link to " + node.name());
        return link;
    }

    private final class Outbound implements ClientResponseObserver<Bytes, Bytes> {
        private final Member node;
        private final Link link;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean wasUp;
        private volatile Runnable detach = () -> {};

        Outbound(Member node, Link link) {
            this.node = node;
            this.link = link;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<Bytes> out) {
            out.setOnReadyHandler(() -> {
                if (!wasUp) {
                    wasUp = true;
                    link.attach(out);
                    detach = () -> link.detach(out);
                    LOG.log(Level.INFO, "link to {0} is up", node.name());
                }
                link.drain();
            });
        }

        @Override
        public void onNext(Bytes bytes) {
            deliver(node, bytes);
        }

        @Override
        public void onError(Throwable broken) {
            detach.run();
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            detach.run();
            ended.countDown();
        }
    }
}
