package tallystick.node.transport;

import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.node.budget.Budget;
import tallystick.node.budget.Purse;
import tallystick.node.log.Refusals;
import tallystick.wire.CertificateListener;
import tallystick.wire.Negotiation;
import tallystick.wire.OwnTls;

/// The streams to all other nodes of the roster: of each pair the lower name dials, and dials again when it breaks, or
/// when a certificate has changed: then the new stream is there before the old one ends.
public final class Links implements AutoCloseable {
    /// Where arriving frames go, whose sender TLS has proven.
    @FunctionalInterface
    public interface Receiver {
        /// Takes a frame if that can be done without waiting for anything, on the very thread that reads the network.
        ///
        /// @return whether it was taken, or is nobody's
        default boolean takeAtOnce(Member from, PeerFrame frame) {
            return false;
        }

        /// Takes a frame that could not be taken at once, however long that takes. One stream's come one after the
        /// other, in the order in which they arrived.
        void take(Member from, PeerFrame frame);
    }

    /// Who this node is to others, as that is now.
    ///
    /// @param name its own
    /// @param rosters what it follows
    /// @param tls what it shows
    /// @param versions what it speaks with programs that call it
    /// @param between what it speaks on links
    public record Own(
            String name, Supplier<Roster> rosters, OwnTls tls, ProtocolVersions versions, ProtocolVersions between) {}

    /// The reason by which a peer is refused that speaks no version in common.
    public static final String APART = "no protocol version in common";

    /// The reason by which a peer is refused whose words of versions are none.
    public static final String GARBLED = "protocol versions that cannot be read";

    private static final Logger LOG = Logger.getLogger(Links.class.getName());
    private static final Duration BACK_OFF_MIN = Duration.ofMillis(100);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(10);
    /// How long a stream that another has replaced may still bring what was on its way.
    static final Duration RETIREMENT = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final long LEAVING_BYTES_PER_PEER_MAX = 32L << 20;
    private static final long ARRIVED_BYTES_PER_PEER_MAX = 16L << 20;

    private final Own own;
    private final Purse purse;
    private final Budget arrived;
    private final Receiver receiver;
    private final CertificateListener certificates;
    private final Refusals refusals;
    private final SortedMap<String, Link> links = new TreeMap<>();
    private final Map<String, ProtocolVersions> apart = new ConcurrentHashMap<>();
    private final Set<Dialled> dialled = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// Makes links to every other node of the roster; [#dial] starts them.
    ///
    /// @param certificates hears of what the dialled nodes show
    /// @param refusals hears of nodes that this one cannot speak with
    public Links(Own own, Receiver receiver, CertificateListener certificates, Refusals refusals) {
        this(own, receiver, certificates, refusals, new Purse(Purse.Bounds.STANDARD));
    }

    /// The same.
    ///
    /// @param purse bounds what is held for each peer, with all else that is
    public Links(Own own, Receiver receiver, CertificateListener certificates, Refusals refusals, Purse purse) {
        this.own = own;
        this.purse = purse;
        this.arrived = Budget.of(ARRIVED_BYTES_PER_PEER_MAX, purse);
        this.certificates = certificates;
        this.receiver = receiver;
        this.refusals = refusals;
        var leaving = Budget.of(LEAVING_BYTES_PER_PEER_MAX, purse);
        for (var node : own.rosters().get().nodes())
            if (!node.name().equals(own.name())) links.put(node.name(), new Link(node.name(), leaving));
    }

    /// What bounds all that is held for each peer.
    Purse purse() {
        return purse;
    }

    /// Begins to dial every node with a higher name, for ever, each from a virtual thread of its own.
    public void dial() {
        for (var name : links.keySet())
            if (name.compareTo(own.name()) > 0)
                Thread.ofVirtual().name("dial-" + name).start(() -> keepDialled(name));
    }

    /// Gives every stream under a key that is no longer pinned a while to be replaced, then cuts it: called when the
    /// roster has changed.
    /// @spec docs/spec/node-wire.md#NW-20 node-wire
    public void rosterChanged() {
        links.forEach((name, link) -> link.stream()
                .filter(stream -> !isGood(name, stream.pin()))
                .ifPresent(stream -> Thread.ofVirtual().start(() -> endUnlessReplaced(name, link, stream))));
    }

    private boolean isGood(String name, Digest32 pin) {
        return own.rosters()
                .get()
                .named(name)
                .filter(member -> member.isPinned(pin))
                .isPresent();
    }

    private void endUnlessReplaced(String name, Link link, Link.Stream stream) {
        try {
            Thread.sleep(RETIREMENT);
            if (link.stream().filter(current -> current.out() == stream.out()).isEmpty()) return;
            LOG.log(Level.WARNING, "the link with {0} is cut: it shows a key that is no longer pinned", name);
            refusals.refused(name, "a key that is not pinned in the roster");
            stream.cut().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Queues a frame for the node called `to`.
    public void send(String to, PeerFrame frame) {
        var link = links.get(to);
        if (link != null) link.send(frame);
    }

    /// Names of the nodes connected now.
    public List<String> up() {
        return List.copyOf(versions().keySet());
    }

    /// The protocol version in use with each node connected now.
    public SortedMap<String, Integer> versions() {
        var versions = new TreeMap<String, Integer>();
        links.forEach((name, link) -> link.stream().ifPresent(stream -> versions.put(name, stream.version())));
        return versions;
    }

    /// Names of the nodes with which there is no version in common, as they last said.
    public List<String> apart() {
        return apart.keySet().stream().sorted().toList();
    }

    /// Somebody was refused for what it said of versions.
    ///
    /// @param spoken what this node speaks on such a call
    void misfit(String peer, ProtocolVersions spoken, Negotiation.Outcome outcome) {
        switch (outcome) {
            case Negotiation.Outcome.Agreed _ -> apart.remove(peer);
            case Negotiation.Outcome.Apart(var theirs) -> {
                if (!links.containsKey(peer) || !theirs.equals(apart.put(peer, theirs)))
                    LOG.log(Level.SEVERE, "{0}", spoken.apart(own.name(), peer, theirs));
                refusals.refused(peer, APART);
            }
            case Negotiation.Outcome.Garbled(var why) -> {
                LOG.log(Level.WARNING, "{0} says {1}", new Object[] {peer, why});
                refusals.refused(peer, GARBLED);
            }
        }
    }

    /// Takes a stream that `peer` dialled.
    ///
    /// @param pin of the key it showed
    /// @param version agreed on
    StreamObserver<Bytes> accept(Member peer, Digest32 pin, int version, ServerCallStreamObserver<Bytes> out) {
        var link = links.get(peer.name());
        if (link == null) {
            out.onError(io.grpc.Status.PERMISSION_DENIED
                    .withDescription("no link for this member")
                    .asRuntimeException());
            return new Accepted(peer, new Link(peer.name(), Budget.apart(0)), out);
        }
        apart.remove(peer.name());
        var accepted = new Accepted(peer, link, out);
        out.disableAutoRequest();
        out.setOnReadyHandler(link::drain);
        link.attach(new Link.Stream(out, version, pin, accepted::retire, accepted::finish));
        LOG.log(Level.INFO, "link from {0} is up, version {1}", new Object[] {peer.name(), version});
        out.request(Arrivals.OPEN_MAX);
        return accepted;
    }

    @Override
    public void close() {
        closed = true;
        links.values().forEach(Link::close);
        dialled.forEach(Dialled::close);
    }

    private void keepDialled(String name) {
        var backOff = BACK_OFF_MIN;
        var current = Optional.<Dialled>empty();
        try {
            while (!closed) {
                if (current.filter(each -> isFresh(name, each)).isPresent()) {
                    current.get().awaitEnd(LOOK_EVERY);
                    continue;
                }
                var next = dialOnce(name);
                current = next.isPresent() ? next : current;
                backOff = next.isPresent() ? BACK_OFF_MIN : min(backOff.multipliedBy(2), BACK_OFF_MAX);
                Thread.sleep(backOff);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether a stream still is what would be dialled now.
    private boolean isFresh(String name, Dialled dialled) {
        var node = own.rosters().get().named(name);
        return !dialled.hasEnded()
                && dialled.tls() == own.tls().current()
                && node.filter(now -> dialled.isTo(now)).isPresent();
    }

    /// Opens a stream, and has it in use when it can be spoken on. A node that is not there ends it at once: when to
    /// try again is decided here, and not by the library, which waits for minutes.
    private Optional<Dialled> dialOnce(String name) throws InterruptedException {
        var link = linkTo(name);
        var found = own.rosters().get().named(name);
        if (found.isEmpty()) return Optional.empty();
        var node = found.get();
        var fresh = new Dialled(
                own,
                node,
                certificates,
                new Dialled.Ears(
                        new Arrivals(node, receiver, arrived),
                        outcome -> misfit(node.name(), own.between(), outcome),
                        link::drain));
        dialled.add(fresh);
        var stream = fresh.awaitUp();
        if (stream.isEmpty()) {
            end(link, fresh);
            return Optional.empty();
        }
        apart.remove(name);
        link.attach(stream.get());
        LOG.log(Level.INFO, "link to {0} is up, version {1}", new Object[] {
            name, stream.get().version()
        });
        Thread.ofVirtual().name("link-" + name).start(() -> outlive(link, fresh));
        return Optional.of(fresh);
    }

    private void outlive(Link link, Dialled mortal) {
        try {
            while (!mortal.hasEnded()) mortal.awaitEnd(BACK_OFF_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(link, mortal);
    }

    private void end(Link link, Dialled gone) {
        gone.outbound().ifPresent(link::detach);
        gone.close();
        dialled.remove(gone);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Link linkTo(String name) {
        var link = links.get(name);
        if (link == null) throw new AssertionError("no link to " + name);
        return link;
    }

    /// A stream that the other side has dialled: whoever dialled the next one ends this one, once all it said here has
    /// arrived.
    private final class Accepted implements StreamObserver<Bytes> {
        private final Arrivals arrivals;
        private final Link link;
        private final CallStreamObserver<Bytes> out;
        private boolean ended;

        Accepted(Member from, Link link, CallStreamObserver<Bytes> out) {
            this.arrivals = new Arrivals(from, receiver, arrived);
            this.link = link;
            this.out = out;
        }

        void retire() {
            Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(RETIREMENT);
                    finish();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private void finish() {
            synchronized (link) {
                link.detach(out);
                if (!ended) out.onCompleted();
                ended = true;
            }
        }

        @Override
        public void onNext(Bytes bytes) {
            arrivals.arrived(bytes, () -> out.request(1));
        }

        @Override
        public void onError(Throwable broken) {
            synchronized (link) {
                ended = true;
                link.detach(out);
            }
        }

        @Override
        public void onCompleted() {
            finish();
        }
    }
}
