package tallystick.node.documents;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Work of which one piece that fails, for whatever reason, does not keep the others from being done.
///
/// **Why** one change that this program cannot deal with must not stop the watch over all others: what fails here does
/// nothing, and whatever needed it is not accepted.
public final class Guarded {
    private static final Logger LOG = Logger.getLogger(Guarded.class.getName());

    private Guarded() {}

    /// What came of it; empty if it failed, which the program's log says. Whoever called it rings.
    ///
    /// @param what for that line
    public static <T> Optional<T> call(String what, Callable<T> work) {
        var task = new FutureTask<>(work);
        task.run();
        if (task.state() == Future.State.SUCCESS) return Optional.of(task.resultNow());
        LOG.log(Level.SEVERE, "%s failed, and nothing was done".formatted(what), task.exceptionNow());
        return Optional.empty();
    }

    /// The same for work that gives nothing.
    ///
    /// @return whether it was done
    public static boolean run(String what, Runnable work) {
        return call(what, () -> {
                    work.run();
                    return true;
                })
                .isPresent();
    }
}
