package tallystick.mpc.session;

import java.util.List;

/// What a protocol does next: wait, finish, or stop.
///
/// @param <S> the protocol's states
/// @param <M> the protocol's messages
/// @param <O> what it produces
public sealed interface Step<S extends State, M extends Message, O> {
    /// Send these, then call back with `state` when all of `expect` is in.
    record Await<S extends State, M extends Message, O>(S state, List<Outgoing<M>> send, Expect expect)
            implements Step<S, M, O> {}

    /// Finished. Send these last messages, then forget the run.
    record Done<S extends State, M extends Message, O>(O output, List<Outgoing<M>> send) implements Step<S, M, O> {}

    /// Stopped because of what others did. Nothing is released.
    record Aborted<S extends State, M extends Message, O>(Blame blame) implements Step<S, M, O> {}
}
