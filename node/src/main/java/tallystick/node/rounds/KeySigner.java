package tallystick.node.rounds;

import java.util.List;
import tallystick.core.wire.SignReply;

/// Signs with one key, by the protocol of its scheme.
///
/// **Threads** any, any number of tasks at once.
interface KeySigner extends AutoCloseable {
    /// What a task spends was not there in time.
    SignReply UNSTOCKED = new SignReply.Aborted("pools are not stocked with every signer: is each of them up?", true);

    /// Waits until what a task spends is there. Nothing has been said to anybody when this returns.
    ///
    /// @return whether it is; never again after [#retire]
    boolean awaitReady(SigningTask task) throws InterruptedException;

    /// Takes this node through the rounds of a task.
    ///
    /// @return signatures verified by this node, or why there are none
    SignReply sign(SigningTask task) throws InterruptedException;

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
