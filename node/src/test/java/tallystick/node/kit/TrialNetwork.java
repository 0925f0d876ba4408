package tallystick.node.kit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// Carries frames between nodes in one process, in order for each receiver, and loses what a cut node says or should
/// hear.
public final class TrialNetwork implements AutoCloseable {
    private final Map<String, BiConsumer<String, PeerFrame>> receivers = new HashMap<>();
    private final Map<String, ExecutorService> queues = new HashMap<>();
    private final Set<String> cut = ConcurrentHashMap.newKeySet();
    private volatile Hand hand = (_, _, frame) -> frame;
    private volatile Hop hop = (_, _, _, deliver) -> deliver.run();

    /// What a malicious node, or whoever holds its key, makes of frames on the way.
    @FunctionalInterface
    public interface Hand {
        /// What arrives in the place of `frame`.
        PeerFrame carry(String from, String to, PeerFrame frame);
    }

    /// Puts a hand on the wires, in the place of the last.
    public void meddle(Hand next) {
        hand = next;
    }

    /// A place that all frames pass on their way.
    @FunctionalInterface
    public interface Hop {
        /// Called on the sender's thread.
        ///
        /// @param deliver lets the frame go on, each time it is run
        void pass(String from, String to, PeerFrame frame, Runnable deliver);
    }

    synchronized void join(String name, BiConsumer<String, PeerFrame> receiver) {
        receivers.put(name, receiver);
        queues.computeIfAbsent(
                name,
                _ -> Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("net-" + name).factory()));
    }

    synchronized void leave(String name) {
        receivers.remove(name);
    }

    /// Loses all that this node says or should hear from now on.
    public void cut(String name) {
        cut.add(name);
    }

    /// Carries it again.
    public void mend(String name) {
        cut.remove(name);
    }

    /// Has all frames pass there from now on.
    public void via(Hop next) {
        hop = next;
    }

    /// Has this node take its leave of each run of a protocol once it is spoken to in it, as if the time to wait for it
    /// were over.
    public void leaves(String name, ProtocolCode protocol) {
        via((from, to, frame, deliver) -> {
            deliver.run();
            if (to.equals(name) && isOf(protocol, frame))
                send(name, from, new PeerFrame(frame.channel(), true, Bytes.empty()));
        });
    }

    /// Whether a frame is a message of `protocol`, said in the run whose channel it goes by.
    ///
    /// **Why** what nodes tell each other outside of runs has no header, and may begin like one by chance.
    public static boolean isOf(ProtocolCode protocol, PeerFrame frame) {
        return MessageHeader.isOf(protocol, frame.body())
                && MessageHeader.sessionOf(frame.body()) instanceof Parsed.Ok<SessionId>(var session)
                && session.value().equals(frame.channel());
    }

    /// Carries a frame, or what somebody wants to be taken for one.
    public void send(String from, String to, PeerFrame frame) {
        if (!cut.contains(from) && !cut.contains(to)) hop.pass(from, to, frame, () -> carry(from, to, frame));
    }

    private synchronized void carry(String from, String to, PeerFrame frame) {
        var queue = queues.get(to);
        if (queue == null || queue.isShutdown()) return;
        var carried = hand.carry(from, to, frame);
        queue.execute(() -> deliver(from, to, carried));
    }

    private void deliver(String from, String to, PeerFrame frame) {
        BiConsumer<String, PeerFrame> receiver;
        synchronized (this) {
            receiver = receivers.get(to);
        }
        if (receiver != null && !cut.contains(to)) receiver.accept(from, frame);
    }

    @Override
    public synchronized void close() {
        receivers.clear();
        queues.values().forEach(ExecutorService::shutdownNow);
    }
}
