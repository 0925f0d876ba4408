package tallystick.tools.verify;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.ToIntFunction;

/// How a verification ends, whatever becomes of it.
///
/// **Why** exit 1 says that something does not hold. Where this program comes to no end, since it has too little memory
/// or is at fault, nothing was said of what was given.
///
/// **Threads** one.
final class Ending {
    private Ending() {}

    /// What it came to; or what is said of it in one sentence, if it came to none.
    /// @spec docs/spec/evidence-pack.md#EP-10 evidence-pack
    static int of(Callable<Integer> verifying, ToIntFunction<String> unsaid) {
        var task = new FutureTask<>(verifying);
        task.run();
        if (task.state() == Future.State.SUCCESS) return task.resultNow();
        var failure = task.exceptionNow();
        return unsaid.applyAsInt(
                failure instanceof OutOfMemoryError
                        ? "it takes more memory than there is: give it more (-Xmx)"
                        : "this program is at fault, and says nothing of what it was given: " + place(failure));
    }

    /// Where it failed; a message may hold what was read.
    private static String place(Throwable failure) {
        var kind = failure.getClass().getSimpleName();
        var trace = failure.getStackTrace();
        return trace.length == 0 ? kind : "%s at %s".formatted(kind, trace[0]);
    }
}
