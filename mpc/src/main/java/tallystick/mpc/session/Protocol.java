package tallystick.mpc.session;

import java.util.Optional;
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
    /// neither uses nor closes it. Where this throws it has taken nothing over: the caller closes `state`, which
    /// closes whatever of its secrets is still open, and what was made here is closed before.
    Step<S, M, O> advance(S state, Inbox<M> inbox);

    /// The run ends while it waits, or because [#advance] threw: what others have said of what it waits for. Or it ends
    /// before it has waited for anything, never started or stopped by [#start] itself: the first that each has
    /// said. Called before the state is closed, for a protocol that has something to destroy on their word.
    default void unfinished(Inbox<M> heard) {}

    /// What others have said that ends the run whoever is right, while nobody need have lied: they were given other
    /// things than this party. Judged before any signature of theirs, since the keys may be among what differs, and
    /// told in place of the absence of whoever owes something still. Where broadcasts are echoed, two signed ones
    /// of one sender are told first, and name it.
    default Optional<Blame> dissent(S state, Inbox<M> heard) {
        return Optional.empty();
    }

    /// Reads one message; refuses trailing bytes, bad lengths and non-canonical values.
    Parsed<M> parse(Bytes encoded);

    /// Whether broadcasts of `round` need the separate echo round of `mpc.echo` (a signing protocol carries its
    /// own echo in the next message and says no).
    default boolean echoes(int round) {
        return true;
    }
}
