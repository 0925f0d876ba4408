package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.PairName;

/// An [AttemptLedger] whose disk is a list: remembers what was written in which order, can be made to fail, and
/// survives the "restart" of whoever uses it.
public final class MemoryLedger implements AttemptLedger {
    /// One durable write.
    public enum Line {
        /// An attempt was begun.
        BEGUN,
        /// It passed.
        PASSED,
        /// It failed.
        FAILED
    }

    private final Set<PairName> open = new HashSet<>();
    private final Set<PairName> banned = new HashSet<>();
    private final List<Line> lines = new ArrayList<>();
    private boolean refuseBegin;
    private boolean refusePassed;
    private final Set<Line> broken = new HashSet<>();

    /// From now on nothing can be begun.
    public synchronized void refuseToBegin() {
        refuseBegin = true;
    }

    /// From now on nothing can be cleared.
    public synchronized void refuseToClear() {
        refusePassed = true;
    }

    /// From now on writing such a line throws.
    public synchronized void breakAt(Line line) {
        broken.add(line);
    }

    private void write(Line line) {
        if (broken.contains(line)) throw new IllegalStateException("disk is broken");
        lines.add(line);
    }

    /// As if a process had died in the middle of a check.
    public synchronized void leaveOpen(PairName pair) {
        open.add(pair);
    }

    /// Everything written so far.
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized Begun begin(PairName pair) {
        if (refuseBegin) return new Begun.Unavailable("disk is full");
        if (banned.contains(pair)) return new Begun.Banned();
        if (!open.add(pair)) return new Begun.Busy();
        lines.add(Line.BEGUN);
        return new Begun.Granted(new Attempt() {
            @Override
            public boolean passed() {
                return clear(pair);
            }

            @Override
            public void failed() {
                ban(pair);
            }
        });
    }

    private synchronized boolean clear(PairName pair) {
        if (refusePassed) return false;
        write(Line.PASSED);
        return open.remove(pair);
    }

    private synchronized void ban(PairName pair) {
        write(Line.FAILED);
        banned.add(pair);
        open.remove(pair);
    }

    @Override
    public synchronized boolean isBanned(PairName pair) {
        return banned.contains(pair);
    }

    @Override
    public synchronized boolean isOpen(PairName pair) {
        return open.contains(pair);
    }
}
