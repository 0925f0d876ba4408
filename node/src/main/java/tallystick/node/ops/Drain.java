package tallystick.node.ops;

import java.time.Duration;
import java.util.Optional;

/// Who works for a caller now, and whether new callers are let in: a node that is told to end refuses what is new and
/// lets what is under way come to its end.
///
/// **Threads** any.
public final class Drain {
    /// What a caller is told who comes too late.
    public static final String REFUSAL =
            "this node is shutting down and takes nothing new: ask again when it is back, or have other nodes sign";

    private int calls;
    private boolean begun;

    /// A call under way, until closed.
    public final class Call implements AutoCloseable {
        private boolean over;

        private Call() {}

        @Override
        public void close() {
            synchronized (Drain.this) {
                if (over) return;
                over = true;
                calls--;
                Drain.this.notifyAll();
            }
        }
    }

    /// Lets a caller in; empty once the node is to end.
    public synchronized Optional<Call> enter() {
        if (begun) return Optional.empty();
        calls++;
        return Optional.of(new Call());
    }

    /// Lets nobody in any more.
    public synchronized void begin() {
        begun = true;
    }

    /// Whether [#begin] was called.
    public synchronized boolean hasBegun() {
        return begun;
    }

    /// How many calls are under way.
    public synchronized int calls() {
        return calls;
    }

    /// Waits until no call is under way.
    ///
    /// @return whether none is, when it returns
    public synchronized boolean await(Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (calls > 0) {
            var left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }
}
