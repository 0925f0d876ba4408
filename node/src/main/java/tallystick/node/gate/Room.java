package tallystick.node.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Room for so many at a time, one of each who asks.
///
/// **Why** what takes much memory for a short time is done by few at once. Whoever asks for much, or many times at
/// once, has one place of all, and waits behind whoever was let in longer ago: others wait for what is under way, and
/// not for all he has in hand. What is under way already goes before what is new. Whoever is inside must not wait for
/// anybody who is not.
///
/// **Threads** any.
final class Room {
    private final int most;
    private final Lock lock = new ReentrantLock();
    private final List<Guest> waiting = new ArrayList<>();
    private final List<Guest> inside = new ArrayList<>();

    /// When somebody of whom something waits or is inside was let in last.
    private final Map<String, Long> served = new HashMap<>();

    private long turns;

    /// One thing to be done.
    private static final class Guest {
        /// Empty where it is under way already.
        private final Optional<String> whose;

        private final Condition called;
        private boolean isIn;

        Guest(Optional<String> whose, Condition called) {
            this.whose = whose;
            this.called = called;
        }
    }

    /// @param most at a time
    Room(int most) {
        this.most = most;
    }

    /// Does what is somebody's, once there is a place for him.
    ///
    /// @param whose one thing of each is done at a time
    <T> T in(String whose, Supplier<T> work) {
        return in(Optional.of(whose), work);
    }

    /// Does what belongs to something under way, in the next place there is: one thing at a time.
    <T> T next(Supplier<T> work) {
        return in(Optional.empty(), work);
    }

    private <T> T in(Optional<String> whose, Supplier<T> work) {
        var guest = new Guest(whose, lock.newCondition());
        enter(guest);
        try {
            return work.get();
        } finally {
            leave(guest);
        }
    }

    private void enter(Guest guest) {
        lock.lock();
        try {
            waiting.add(guest);
            call();
            while (!guest.isIn) guest.called.awaitUninterruptibly();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Guest guest) {
        lock.lock();
        try {
            inside.remove(guest);
            if (waiting.stream().noneMatch(each -> each.whose.equals(guest.whose)))
                guest.whose.ifPresent(served::remove);
            call();
        } finally {
            lock.unlock();
        }
    }

    /// Lets in whoever is next, as long as there are places.
    private void call() {
        while (inside.size() < most) {
            var next = waiting.stream()
                    .filter(guest -> inside.stream().noneMatch(each -> each.whose.equals(guest.whose)))
                    .min(Comparator.comparingLong(this::rank));
            if (next.isEmpty()) return;
            var guest = next.get();
            waiting.remove(guest);
            inside.add(guest);
            turns++;
            guest.whose.ifPresent(whose -> served.put(whose, turns));
            guest.isIn = true;
            guest.called.signal();
        }
    }

    /// The lesser the sooner; of equals the first that came.
    private long rank(Guest guest) {
        return guest.whose.map(whose -> served.getOrDefault(whose, 0L)).orElse(-1L);
    }
}
