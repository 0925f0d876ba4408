package tallystick.node.rounds;

import tallystick.core.wire.SignReply;

/// Signs with one key, by the protocol of its scheme.
///
/// **Threads** any, any number of tasks at once.
interface KeySigner extends AutoCloseable {
    /// Takes this node through the rounds of a task.
    ///
    /// @return signatures verified by this node, or why there are none
    SignReply sign(SigningTask task) throws InterruptedException;

    /// Destroys what signing spends and the share itself.
    @Override
    void close();
}
