package tallystick.crypto.secret;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Secrets in the making: closes what was put into it unless it was released.
///
/// **Why** what is made in several steps is owned by nobody yet when one of them throws, as where no more memory can be
/// locked; what was lent until then must be given back all the same.
///
/// **Threads** the caller's alone; with try-with-resources.
public final class Held implements AutoCloseable {
    private final ArrayDeque<Runnable> closing = new ArrayDeque<>();

    /// Holds `made` until it is released.
    public <T> T hold(T made, Consumer<? super T> close) {
        closing.push(() -> close.accept(made));
        return made;
    }

    /// Holds secret bytes.
    public SecretBytes hold(SecretBytes made) {
        return hold(made, SecretBytes::close);
    }

    /// Hands `whole` on, which owns everything that was held from now on.
    public <T> T release(T whole) {
        closing.clear();
        return whole;
    }

    /// Closes what is still held, what came last first.
    @Override
    public void close() {
        while (!closing.isEmpty()) closing.pop().run();
    }

    @Override
    public String toString() {
        return "Held";
    }
}
