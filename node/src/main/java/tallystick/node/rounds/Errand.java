package tallystick.node.rounds;

/// Work that is done by a thread of its own whenever somebody asks for it: once at a time, and once more if it was
/// asked for meanwhile.
///
/// **Threads** any; there is one only while there is something to do.
final class Errand {
    private final String name;
    private final Runnable work;
    private boolean begun;
    private boolean asked;
    private boolean busy;
    private boolean over;

    /// @param name of the thread
    /// @param work must not wait for who closes what it works on
    Errand(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /// From now on it may be asked for.
    synchronized void begin() {
        begun = true;
    }

    /// Has it done soon.
    synchronized void ask() {
        if (over || !begun) return;
        asked = true;
        if (busy) return;
        busy = true;
        Thread.ofVirtual().name(name).start(this::run);
    }

    /// It is not begun any more.
    synchronized void end() {
        over = true;
    }

    /// Waits until what is under way is done.
    synchronized void awaitRest() {
        try {
            while (busy) wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (isAsked()) work.run();
        } finally {
            rest();
        }
    }

    private synchronized boolean isAsked() {
        var was = asked && !over;
        asked = false;
        return was;
    }

    private synchronized void rest() {
        busy = false;
        notifyAll();
        if (asked) ask();
    }
}
