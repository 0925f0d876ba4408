package tallystick.crypto.secret;

import tallystick.crypto.nativelib.Libc;

/// Shuts the doors through which others could read this process's memory.
public final class ProcessGuard {
    private ProcessGuard() {}

    /// Makes the process non-dumpable: no core dump, and no tracing or reading of its memory by other processes of
    /// the same user. Call first thing at start; it also shuts out debuggers and `jcmd`.
    ///
    /// @throws IllegalStateException if the system refuses: the operator's fault; the process must end
    /// @spec https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html PR_SET_DUMPABLE(2const)
    public static void engage() {
        if (!Libc.forbidDumps()) throw new IllegalStateException("the system refused to make the process non-dumpable");
    }
}
