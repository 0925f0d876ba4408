package tallystick.mpc.ecdsa;

import tallystick.mpc.session.State;

/// What a party waits for in [PoolFill].
public sealed interface PoolState extends State {
    /// The peer's hello.
    record AwaitHello(Work work) implements PoolState {
        @Override
        public void close() {
            work.close();
        }
    }

    /// The peer's part of the extension in which it is receiver.
    record AwaitExtend(Work work) implements PoolState {
        @Override
        public void close() {
            work.close();
        }
    }

    /// The peer's VOLE messages.
    record AwaitCorrelate(Work work) implements PoolState {
        @Override
        public void close() {
            work.close();
        }
    }

    /// The peer's confirmation.
    record AwaitConfirm(Work work) implements PoolState {
        @Override
        public void close() {
            work.close();
        }
    }

    /// What was made so far; not for use outside the run.
    sealed interface Work extends AutoCloseable permits FillWork {
        @Override
        void close();
    }
}
