package tallystick.control.store;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Sees that nobody waits for the world with a transaction open.
///
/// **Why** a transaction holds one of a replica's few connections, and locks that others wait for: a chain or node that
/// accepts and never answers would take the whole API with it. Every door to the outside asks here first, also where
/// its answer is at hand, so that a way by which it could happen is found by the first test that goes it.
///
/// **Threads** any.
public final class Unheld {
    private Unheld() {}

    /// @param what is about to be asked, a lower-case phrase
    /// @throws AssertionError if a transaction runs on this thread: our bug
    public static void beforeAsking(String what) {
        if (TransactionSynchronizationManager.isActualTransactionActive())
            throw new AssertionError("%s is asked while a transaction is open".formatted(what));
    }
}
