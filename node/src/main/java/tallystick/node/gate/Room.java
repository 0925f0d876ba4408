package tallystick.node.gate;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Room for so many at a time, in the order in which they came.
///
/// **Why** what takes much memory for a short time is done by few at once. Whoever is inside must not wait for anybody
/// who is not.
///
/// **Threads** any.
final class Room {
    private final Semaphore places;

    /// @param most at a time
    Room(int most) {
        this.places = new Semaphore(most, true);
    }

    /// Does it, once there is a place.
    <T> T in(Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
