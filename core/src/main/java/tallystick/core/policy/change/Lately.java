package tallystick.core.policy.change;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;

/// What was made of contents lately.
///
/// **Why** one change asks for the same policies and people with one human after the other left out: each is read and
/// made ready once.
///
/// **Threads** one; any where nothing is kept.
final class Lately<T> {
    private final int most;
    private final Function<Bytes, T> making;
    private final Deque<Made<T>> latest = new ArrayDeque<>();

    private record Made<T>(Bytes content, T of) {}

    /// @param most so many are kept
    Lately(int most, Function<Bytes, T> making) {
        this.most = most;
        this.making = making;
    }

    T of(Bytes content) {
        if (most == 0) return making.apply(content);
        var known = known(content);
        known.ifPresent(latest::remove);
        var made = known.orElseGet(() -> new Made<>(content, making.apply(content)));
        latest.addFirst(made);
        if (latest.size() > most) latest.removeLast();
        return made.of();
    }

    private Optional<Made<T>> known(Bytes content) {
        return latest.stream().filter(made -> made.content().equals(content)).findFirst();
    }
}
