package tallystick.node.kit;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.node.ledger.StoreUnavailable;

/// A node of a fleet that dies before a step of its choosing: a change to a file, or a frame that it says. What others
/// would find out by waiting for the dead they hear at once.
public final class Mortal {
    private static final Bytes LEFT = Bytes.empty();

    private final TrialFleet fleet;
    private final String name;
    private final AtomicInteger steps = new AtomicInteger();
    private final Map<Digest32, Boolean> channels = new ConcurrentHashMap<>();
    private volatile int fatal = Integer.MAX_VALUE;
    private volatile Life life = new Life();

    /// The node is no more: thrown in its own threads.
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final class Life {
        private volatile Optional<String> end = Optional.empty();

        void step(String what) {
            if (end.isEmpty() && steps.incrementAndGet() == fatal) {
                end = Optional.of(what);
                fleet.node(name).die();
                channels.keySet()
                        .forEach(channel -> fleet.roster().nodes().forEach(peer -> part(peer.name(), channel)));
            }
            if (end.isPresent()) throw new Died();
        }
    }

    /// Starts the node anew, on a disk that it can die at.
    public Mortal(TrialFleet fleet, String name) throws IOException, StoreUnavailable {
        this.fleet = fleet;
        this.name = name;
        restart();
        fleet.network().via(this::pass);
    }

    /// Has it die before step `step` from now, from 1.
    public void dieAt(int step) {
        channels.clear();
        steps.set(0);
        fatal = step;
    }

    /// Steps since [#dieAt].
    public int steps() {
        return steps.get();
    }

    /// What it was about to do when it died; empty if it lives.
    public Optional<String> end() {
        return life.end;
    }

    /// Starts it from what is on its disk.
    public void restart() throws IOException, StoreUnavailable {
        fatal = Integer.MAX_VALUE;
        fleet.stop(name);
        var next = new Life();
        life = next;
        fleet.start(name, new TrialDisk((what, file) -> next.step(what + " " + file)));
    }

    private void pass(String from, String to, PeerFrame frame, Runnable deliver) {
        if (frame.body().equals(LEFT)) {
            deliver.run();
            return;
        }
        var now = life;
        if (from.equals(name) || to.equals(name)) channels.put(frame.channel(), true);
        if (from.equals(name)) now.step("tell " + to);
        if (to.equals(name) && now.end.isPresent()) part(from, frame.channel());
        else deliver.run();
    }

    /// Neither waits for the other any more.
    private void part(String peer, Digest32 channel) {
        if (peer.equals(name)) return;
        fleet.network().send(name, peer, new PeerFrame(channel, true, LEFT));
        fleet.network().send(peer, name, new PeerFrame(channel, true, LEFT));
    }
}
