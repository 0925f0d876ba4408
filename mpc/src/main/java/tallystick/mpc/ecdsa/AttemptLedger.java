package tallystick.mpc.ecdsa;

/// The durable record of checks that leak bits when repeated, declared here by its user.
///
/// **Why** each failed try at the check of OT extension or VOLE tells the peer a bit of a base-OT secret. So before
/// such a check is evaluated an *attempt* is on disk; a party that was stopped in the middle (by crash or by hand)
/// finds it at start-up and destroys the pair's secrets, and a failed check is a ban that survives everything but a
/// fresh set-up. One row per pair serialises the checks over all replicas of a participant.
///
/// The production implementation (node) commits synchronously before it returns from [#begin] and from the methods of
/// [Attempt]. At start-up, and before it lends [PairSecrets] to anybody, the node asks [#isOpen] and [#isBanned].
///
/// **Threads** safe for many.
public interface AttemptLedger {
    /// Records durably that a check of this pair is about to be evaluated.
    Begun begin(PairName pair);

    /// Whether the pair is banned.
    boolean isBanned(PairName pair);

    /// Whether an attempt was begun and never ended: at start-up the reason to destroy the pair's secrets.
    boolean isOpen(PairName pair);

    /// What came of asking to begin.
    sealed interface Begun {
        /// The attempt is on disk; evaluate, then end it.
        record Granted(Attempt attempt) implements Begun {}

        /// The peer is banned under this set-up.
        record Banned() implements Begun {}

        /// Another check of this pair is under way, perhaps on another replica.
        record Busy() implements Begun {}

        /// Nothing could be recorded, so nothing may be evaluated.
        ///
        /// @param detail a lower-case phrase
        record Unavailable(String detail) implements Begun {}
    }

    /// A granted attempt: exactly one of its methods is called, once.
    interface Attempt {
        /// The check passed; the row is cleared. False if that could not be made durable: then the pair's secrets are
        /// not to be used further, since a restart will destroy them.
        boolean passed();

        /// The check failed: the peer is banned, durably before this returns. If the store fails the attempt stays
        /// open, which destroys the secrets at start-up all the same.
        void failed();
    }
}
