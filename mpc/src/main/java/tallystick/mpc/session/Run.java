package tallystick.mpc.session;

import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;

/// Drives one protocol of one party without a world: files messages by round, keeps the first of duplicates, bounds
/// everything, and advances the protocol when a round is complete. The node's driver and the simulator both use it.
///
/// **Threads** one thread at a time.
///
/// @param <O> what the protocol produces
public final class Run<O> implements AutoCloseable {
    /// Bytes on their way out.
    ///
    /// @param to the receiver
    /// @param broadcast whether the same bytes go to everybody
    /// @param round the message's round
    /// @param message the encoded message
    public record Envelope(PartyId to, boolean broadcast, int round, Bytes message) {}

    /// How a run ended.
    public sealed interface Outcome<O> {
        /// With a result.
        record Finished<O>(O output) implements Outcome<O> {}

        /// Without one.
        record Stopped<O>(Blame blame) implements Outcome<O> {}
    }

    private Run() {}

    /// A run that has not yet begun.
    public static <S extends State, M extends Message, O> Run<O> of(Protocol<S, M, O> protocol) {
        throw new UnsupportedOperationException();
    }

    /// Begins; what to send.
    public List<Envelope> start() {
        throw new UnsupportedOperationException();
    }

    /// Takes one message of an *authenticated* sender; what to send in answer. Messages of later rounds wait, of earlier
    /// rounds and duplicates are dropped.
    public List<Envelope> receive(PartyId from, boolean broadcast, Bytes message) {
        throw new UnsupportedOperationException();
    }

    /// The driver's clock ran out: everybody still missing is absent.
    public void expire() {
        throw new UnsupportedOperationException();
    }

    /// How it ended, once it has.
    public Optional<Outcome<O>> outcome() {
        throw new UnsupportedOperationException();
    }

    /// Destroys the state of an unfinished run.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
