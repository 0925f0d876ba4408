package tallystick.node.rounds;

import java.util.List;

/// Signs with one key, by the protocol of its scheme.
///
/// **Threads** any, any number of tasks at once.
interface KeySigner extends AutoCloseable {
    /// Begins to make what signing spends. What did so for the same key before is retired by then.
    default void start() {}

    /// Takes this node through the rounds of a task.
    ///
    /// @return signatures verified by this node, or why there are none, with the blame and so its consequence;
    ///     [SigningEnd.Unstocked] after [#retire], or if what the task spends was not there in time
    SigningEnd sign(SigningTask task) throws InterruptedException;

    /// What is there with each peer; empty for a protocol that needs nothing in stock.
    default List<PoolStock> stock() {
        return List.of();
    }

    /// Makes no more of what signing spends; runs under way go on.
    void retire();

    /// Destroys what signing spends and the share itself.
    @Override
    void close();
}
