package tallystick.mpc.session;

/// A message on its way out.
///
/// @param <M> the protocol's message type
public sealed interface Outgoing<M> {
    /// To everybody else; must arrive by echo broadcast where the protocol says so.
    record Broadcast<M>(M message) implements Outgoing<M> {}

    /// To one party; must arrive encrypted and authenticated.
    record Direct<M>(PartyId to, M message) implements Outgoing<M> {}
}
