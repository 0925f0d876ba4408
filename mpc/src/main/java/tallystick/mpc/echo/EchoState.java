package tallystick.mpc.echo;

import java.util.Optional;
import java.util.SortedMap;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.State;

/// What an [Echoed] protocol waits for.
///
/// @param <S> the protocol's states
/// @param <M> the protocol's message type
public sealed interface EchoState<S extends State, M extends Message> extends State {
    /// The protocol's own state; closed with this one.
    S inner();

    @Override
    default void close() {
        inner().close();
    }

    /// The messages of the protocol's round.
    ///
    /// @param expect as the protocol asked
    /// @param own what this party itself broadcast in that round
    /// @param said all signed broadcasts of earlier rounds
    record AwaitMessages<S extends State, M extends Message>(
            S inner, Expect expect, Optional<SignedBroadcast> own, Said said) implements EchoState<S, M> {}

    /// Everybody's echo of that round.
    ///
    /// @param inbox what the protocol gets once all agree
    /// @param seen the signed statements as this party saw them, its own included
    /// @param said all signed broadcasts up to this round
    record AwaitEchoes<S extends State, M extends Message>(
            S inner, Inbox<M> inbox, SortedMap<PartyId, SignedStatement> seen, Said said) implements EchoState<S, M> {}
}
