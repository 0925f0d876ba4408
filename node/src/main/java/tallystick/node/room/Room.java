package tallystick.node.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Room for so many at a time, one of each who asks.
///
/// **Why** what takes much memory for a short time is done by few at once. Whoever asks for much, or many times at
/// once, has one place of all, and takes his turn anew for each thing: others wait for what is under way, and not for
/// all he has in hand. A turn begins when somebody comes, or when what he had before is done, and nobody passes
/// another's: whoever comes again and again, or sends others, keeps nobody waiting for ever. What is under way already
/// goes before what is new. Whoever is inside must not wait for anybody who is not.
///
/// **Threads** any.
public final class Room {
    /// What is under way first, then whose turn began first.
    private static final Comparator<Guest> ORDER =
            Comparator.comparing((Guest guest) -> guest.whose.isPresent()).thenComparingLong(guest -> guest.turn);

    private final int most;
    private final Lock lock = new ReentrantLock();
    private final List<Guest> waiting = new ArrayList<>();
    private final List<Guest> inside = new ArrayList<>();
    private long turns;

    /// One thing to be done.
    private static final class Guest {
        /// Empty where it is under way already.
        private final Optional<String> whose;

        private final Condition called;

        /// Counted from 1; 0 while something else of the same is inside or before it.
        private long turn;

        private boolean isIn;

        Guest(Optional<String> whose, Condition called) {
            this.whose = whose;
            this.called = called;
        }

        boolean isOfTheSame(Guest other) {
            return whose.equals(other.whose);
        }
    }

    /// What is done in a place.
    ///
    /// @param <T> what comes of it
    /// @param <E> how it fails, which whoever asked hears once the place is free again
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /// Does it.
        T done() throws E;
    }

    /// @param most at a time
    public Room(int most) {
        this.most = most;
    }

    /// Does what is somebody's, once there is a place for him.
    ///
    /// @param whose one thing of each is done at a time
    public <T, E extends Exception> T in(String whose, Work<T, E> work) throws E {
        return in(Optional.of(whose), work);
    }

    /// Does what belongs to something under way, in the next place there is: one thing at a time.
    public <T, E extends Exception> T next(Work<T, E> work) throws E {
        return in(Optional.empty(), work);
    }

    /// How many wait for a place now.
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private <T, E extends Exception> T in(Optional<String> whose, Work<T, E> work) throws E {
        var guest = new Guest(whose, lock.newCondition());
        enter(guest);
        try {
            return work.done();
        } finally {
            leave(guest);
        }
    }

    private void enter(Guest guest) {
        lock.lock();
        try {
            if (Stream.concat(inside.stream(), waiting.stream()).noneMatch(guest::isOfTheSame)) begin(guest);
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
            waiting.stream().filter(guest::isOfTheSame).findFirst().ifPresent(this::begin);
            call();
        } finally {
            lock.unlock();
        }
    }

    private void begin(Guest guest) {
        guest.turn = ++turns;
    }

    /// Lets in whoever is next, as long as there are places.
    private void call() {
        while (inside.size() < most) {
            var next = waiting.stream().filter(guest -> guest.turn > 0).min(ORDER);
            if (next.isEmpty()) return;
            var guest = next.get();
            waiting.remove(guest);
            inside.add(guest);
            guest.isIn = true;
            guest.called.signal();
        }
    }
}
