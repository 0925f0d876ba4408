package tallystick.node.kit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private final List<Step> steps = new ArrayList<>();
    private final Map<Digest32, Boolean> channels = new ConcurrentHashMap<>();
    private volatile Optional<Step> fatal = Optional.empty();
    private volatile Life life = new Life();

    /// The `nth` time, from 1, that a node does something of one kind.
    ///
    /// @param kind what it does, without the names and numbers that differ from one time to the next
    public record Step(String kind, int nth) {
        @Override
        public String toString() {
            return "%s (%d)".formatted(kind, nth);
        }
    }

    /// The node is no more: thrown in its own threads.
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final class Life {
        private volatile Optional<Step> end = Optional.empty();

        void step(String what) {
            if (end.isEmpty() && fatal.equals(Optional.of(count(what)))) {
                end = fatal;
                fleet.node(name).die();
                channels.keySet()
                        .forEach(channel -> fleet.roster().nodes().forEach(peer -> part(peer.name(), channel)));
            }
            if (end.isPresent()) throw new Died();
        }
    }

    private Step count(String what) {
        var kind = what.replaceAll("[0-9a-f]*[0-9][0-9a-f]*", "#");
        synchronized (steps) {
            var before = steps.stream().filter(each -> each.kind().equals(kind)).count();
            var step = new Step(kind, (int) before + 1);
            steps.add(step);
            return step;
        }
    }

    /// Starts the node anew, on a disk that it can die at.
    public Mortal(TrialFleet fleet, String name) throws IOException, StoreUnavailable {
        this.fleet = fleet;
        this.name = name;
        restart();
        fleet.network().via(this::pass);
    }

    /// Has it die before that step from now.
    public void dieAt(Step step) {
        live();
        fatal = Optional.of(step);
    }

    /// Has it live, and counts its steps from now.
    public void live() {
        channels.clear();
        synchronized (steps) {
            steps.clear();
        }
        fatal = Optional.empty();
    }

    /// Waits until it has published its log, or is dead: it publishes a moment after it has answered.
    public void settle() {
        var log = fleet.node(name).log();
        Patience.until(() -> end().isPresent() || log.checkpoint().head().size() >= log.size());
    }

    /// What it did since [#live] or [#dieAt], in order.
    public List<Step> steps() {
        synchronized (steps) {
            return List.copyOf(steps);
        }
    }

    /// What it was about to do when it died; empty if it lives.
    public Optional<Step> end() {
        return life.end;
    }

    /// Starts it from what is on its disk.
    public void restart() throws IOException, StoreUnavailable {
        fatal = Optional.empty();
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
