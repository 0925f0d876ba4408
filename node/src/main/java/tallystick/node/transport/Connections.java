package tallystick.node.transport;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerCredentials;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.hash.Digest32;
import tallystick.wire.TlsIdentity;

/// The connections that others have made to this node: so many that have not shown a pinned key yet, and so many of
/// each key. One more ends the oldest of its kind.
///
/// **Why** each takes a file handle and memory before anybody knows whose it is. A stranger who dials thousands of
/// times would take those that log and ledger need, and both stay closed once they have failed. The oldest goes, for an
/// honest caller has shown its key within a moment.
///
/// **Threads** any.
final class Connections extends ServerTransportFilter implements AutoCloseable {
    static final int UNPROVEN_MAX = 256;
    static final int OF_ONE_KEY_MAX = 32;
    /// Whose library knows it waits with further ones.
    static final int CALLS_OF_ONE_MAX = 256;

    /// Whoever still says something on a stream that was ended needs the thread of its connection.
    private static final long QUIET_SECONDS = 2;

    private static final long CLOSE_SECONDS = 20;

    private final Runnable crowded;
    private final EventLoopGroup accepting = loops(1);
    private final EventLoopGroup reading = loops(0);
    private final Map<Ends, Channel> open = new HashMap<>();
    private final SequencedSet<Channel> unproven = new LinkedHashSet<>();
    private final Map<Digest32, SequencedSet<Channel>> proven = new HashMap<>();

    /// What tells a connection from every other.
    private record Ends(SocketAddress there, SocketAddress here) {
        static Optional<Ends> of(@Nullable SocketAddress there, @Nullable SocketAddress here) {
            return there == null || here == null ? Optional.empty() : Optional.of(new Ends(there, here));
        }

        static Optional<Ends> of(Attributes attributes) {
            return of(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
        }
    }

    /// @param crowded called each time one without a key is ended for another, on any thread; must not wait
    Connections(Runnable crowded) {
        this.crowded = crowded;
    }

    private static EventLoopGroup loops(int threads) {
        IoHandlerFactory factory = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        var named = Thread.ofPlatform().daemon().name("door-", 0).factory();
        return new MultiThreadIoEventLoopGroup(threads, named, factory);
    }

    /// The beginnings of a server whose connections are counted here.
    NettyServerBuilder server(SocketAddress address, ServerCredentials credentials) {
        return NettyServerBuilder.forAddress(address, credentials)
                .bossEventLoopGroup(accepting)
                .workerEventLoopGroup(reading)
                .channelFactory(this::listening)
                .maxConcurrentCallsPerConnection(CALLS_OF_ONE_MAX)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .handshakeTimeout(10, TimeUnit.SECONDS)
                .addTransportFilter(this);
    }

    private ServerChannel listening() {
        ServerChannel channel = Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
        channel.pipeline().addLast(new Arriving());
        return channel;
    }

    private final class Arriving extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel fresh) arrived(fresh);
            context.fireChannelRead(message);
        }
    }

    private void arrived(Channel fresh) {
        var ends = Ends.of(fresh.remoteAddress(), fresh.localAddress());
        // It has been closed by now.
        if (ends.isEmpty()) return;
        oldestBut(ends.get(), fresh).ifPresent(oldest -> {
            cut(oldest);
            crowded.run();
        });
        var _ = fresh.closeFuture().addListener(_ -> forget(ends.get(), fresh));
    }

    /// Without a farewell, for which TLS would wait ten seconds, and a call under way for its end.
    private static void cut(Channel oldest) {
        oldest.eventLoop().execute(() -> oldest.unsafe().close(oldest.newPromise()));
    }

    private synchronized Optional<Channel> oldestBut(Ends ends, Channel fresh) {
        open.put(ends, fresh);
        unproven.addLast(fresh);
        return unproven.size() > UNPROVEN_MAX ? Optional.of(unproven.removeFirst()) : Optional.empty();
    }

    private synchronized void forget(Ends ends, Channel ended) {
        open.remove(ends, ended);
        unproven.remove(ended);
        proven.values().removeIf(all -> all.remove(ended) && all.isEmpty());
    }

    /// Ends the connection with these attributes.
    void cut(Attributes attributes) {
        found(attributes).ifPresent(Connections::cut);
    }

    private synchronized Optional<Channel> found(Attributes attributes) {
        return Ends.of(attributes).map(open::get);
    }

    /// A connection has shown a key that the roster pins.
    ///
    /// @spec docs/spec/node-wire.md#NW-54 node-wire
    @Override
    public Attributes transportReady(Attributes attributes) {
        pin(attributes).flatMap(pin -> prove(attributes, pin)).ifPresent(Connections::cut);
        return attributes;
    }

    private static Optional<Digest32> pin(Attributes attributes) {
        var session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        try {
            return session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(TlsIdentity.pin(certificate))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            // It stays among those that have shown nothing.
            return Optional.empty();
        }
    }

    /// @return the one that goes for it
    private synchronized Optional<Channel> prove(Attributes attributes, Digest32 pin) {
        var channel = found(attributes).filter(unproven::remove);
        if (channel.isEmpty()) return Optional.empty();
        var all = proven.computeIfAbsent(pin, _ -> new LinkedHashSet<>());
        all.addLast(channel.get());
        return all.size() > OF_ONE_KEY_MAX ? Optional.of(all.removeFirst()) : Optional.empty();
    }

    /// Ends the threads that read, once the server has closed.
    @Override
    public void close() {
        var _ = accepting.shutdownGracefully(QUIET_SECONDS, CLOSE_SECONDS, TimeUnit.SECONDS);
        var _ = reading.shutdownGracefully(QUIET_SECONDS, CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
