package tallystick.node.transport;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import tallystick.core.governance.Member;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.wire.CertificateListener;
import tallystick.wire.Negotiation;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// One stream that this node has dialled, over a connection of its own, from the first word to its end.
///
/// **Threads** any.
final class Dialled implements ClientResponseObserver<Bytes, Bytes> {
    /// Programs of version 1 answer nothing until they have something to say.
    private static final long SILENCE_NANOS = 2_000_000_000L;

    /// Where version 1 is not spoken any more, whoever has not answered by then is given up.
    private static final long MUTE_NANOS = 5_000_000_000L;

    private final ManagedChannel channel;
    private final ProtocolVersions own;
    private final Member node;
    private final TlsIdentity tls;
    private final Ears ears;
    private Optional<ClientCallStreamObserver<Bytes>> out = Optional.empty();
    private Optional<Integer> version = Optional.empty();
    private Optional<Digest32> shown = Optional.empty();
    private long readySince;
    private boolean isReady;
    private boolean ended;

    /// What arrives.
    ///
    /// @param frames takes each
    /// @param misfits gets what came of a negotiation without a version
    /// @param ready called whenever the stream takes more
    record Ears(Arrivals frames, Consumer<Negotiation.Outcome> misfits, Runnable ready) {}

    /// Dials `node`, which is called as the roster has it now.
    Dialled(Links.Own own, Member node, CertificateListener listener, Ears ears) {
        this.own = own.between();
        this.node = node;
        this.tls = own.tls().current();
        this.ears = ears;
        this.channel = Wire.linkChannel(
                tls, node, new Watched(listener), new Wire.Speaker(own.name(), own.between(), this::hear));
        var options = CallOptions.DEFAULT.withMaxInboundMessageSize(Burdens.FRAME_BYTES_MAX);
        ClientCalls.asyncBidiStreamingCall(channel.newCall(Wire.LINK, options), this);
    }

    /// What this node showed.
    TlsIdentity tls() {
        return tls;
    }

    /// Whether it leads to where that member is, and under a key that is still pinned.
    synchronized boolean isTo(Member member) {
        return member.host().equals(node.host())
                && member.port() == node.port()
                && shown.filter(member::isPinned).isPresent();
    }

    private final class Watched implements CertificateListener {
        private final CertificateListener also;

        Watched(CertificateListener also) {
            this.also = also;
        }

        @Override
        public void seen(Digest32 pin, Instant ends) {
            show(pin);
            also.seen(pin, ends);
        }

        @Override
        public void outOfDate(Digest32 pin) {
            also.outOfDate(pin);
        }
    }

    private synchronized void show(Digest32 pin) {
        shown = Optional.of(pin);
    }

    private void hear(Negotiation.Outcome outcome) {
        if (!(outcome instanceof Negotiation.Outcome.Agreed(var agreed))) {
            ears.misfits().accept(outcome);
            return;
        }
        synchronized (this) {
            // Who is heard late to speak another version than was taken for granted is dialled again.
            if (version.filter(taken -> taken != agreed).isPresent()) cancel();
            version = Optional.of(agreed);
            notifyAll();
        }
    }

    /// Waits until the stream can be spoken on; empty if it ended instead.
    /// @spec docs/spec/node-wire.md#NW-18 node-wire
    Optional<Link.Stream> awaitUp() throws InterruptedException {
        synchronized (this) {
            while (!ended && !(isReady && isAgreed()) && !isMute()) wait(100);
            if (ended || out.isEmpty() || shown.isEmpty()) return Optional.empty();
            if (version.isPresent())
                return Optional.of(new Link.Stream(out.get(), version.get(), shown.get(), this::retire, this::close));
        }
        ears.misfits().accept(new Negotiation.Outcome.Apart(ProtocolVersions.UNSAID));
        return Optional.empty();
    }

    private boolean isMute() {
        return isReady && version.isEmpty() && System.nanoTime() - readySince > MUTE_NANOS;
    }

    /// Says that nothing more comes on it; what the other side has under way may still arrive for a while.
    private void retire() {
        outbound().ifPresent(ClientCallStreamObserver::onCompleted);
        Thread.startVirtualThread(() -> {
            try {
                awaitEnd(Links.RETIREMENT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            close();
        });
    }

    private boolean isAgreed() {
        if (version.isEmpty() && System.nanoTime() - readySince > SILENCE_NANOS)
            version = own.highestCommon(ProtocolVersions.UNSAID);
        return version.isPresent();
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /// Waits until the stream ends, at most so long.
    synchronized void awaitEnd(Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!ended) {
            var left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) return;
            wait(left);
        }
    }

    synchronized Optional<ClientCallStreamObserver<Bytes>> outbound() {
        return out;
    }

    /// Ends the connection, whatever is under way on it.
    void close() {
        channel.shutdownNow();
    }

    private void cancel() {
        out.ifPresent(each -> each.cancel("another version", null));
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Bytes> stream) {
        synchronized (this) {
            out = Optional.of(stream);
        }
        stream.disableAutoRequestWithInitial(Arrivals.OPEN_MAX);
        stream.setOnReadyHandler(() -> {
            synchronized (this) {
                if (!isReady) readySince = System.nanoTime();
                isReady = true;
                notifyAll();
            }
            ears.ready().run();
        });
    }

    @Override
    public void onNext(Bytes bytes) {
        ears.frames().arrived(bytes, () -> outbound().ifPresent(each -> each.request(1)));
    }

    @Override
    public void onError(Throwable broken) {
        end();
    }

    @Override
    public void onCompleted() {
        end();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
