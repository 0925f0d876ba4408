package tallystick.mpc.session;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A protocol as a value: no socket, no clock, no thread. A driver moves the bytes.
///
/// @param <S> its states
/// @param <M> its messages
/// @param <O> what it produces
public interface Protocol<S extends State, M extends Message, O> {
    /// The run this is one party's part of.
    Session session();

    /// The first step.
    Step<S, M, O> start();

    /// The step after `state`, whose expectation `inbox` fulfils. Takes over `state`: afterwards the caller
    /// neither uses nor closes it.
    Step<S, M, O> advance(S state, Inbox<M> inbox);

    /// The run ends while it waits: what others have said of what it waits for. Called before the state is closed, for
    /// a protocol that has something to destroy on their word.
    default void unfinished(Inbox<M> heard) {}

    /// Reads one message; refuses trailing bytes, bad lengths and non-canonical values.
    Parsed<M> parse(Bytes encoded);

    /// Whether broadcasts of `round` need the separate echo round of `mpc.echo` (a signing protocol carries its
    /// own echo in the next message and says no).
    default boolean echoes(int round) {
        return true;
    }
}
