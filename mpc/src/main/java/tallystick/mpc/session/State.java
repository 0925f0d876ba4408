package tallystick.mpc.session;

/// What a party keeps between two rounds: only what later rounds need.
public interface State extends AutoCloseable {
    /// Destroys the secrets held; called by the driver when the run ends in any way but the state's own protocol taking
    /// them. Idempotent. A state without secrets does nothing.
    @Override
    default void close() {}
}
