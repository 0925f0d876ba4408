package tallystick.mpc.session;

/// What a run did with one incoming message.
public enum Filing {
    /// Kept: of the current round or a later one.
    FILED,
    /// The same bytes again: dropped.
    REPEATED,
    /// Other bytes for a place already taken: dropped; the first stays. Worth an alert.
    CONFLICTING,
    /// Of a round that is over: dropped.
    EARLIER_ROUND,
    /// Nothing this state waits for: dropped.
    NOT_EXPECTED,
    /// Of another run, perhaps a replay: dropped, nobody is blamed. Worth an alert.
    OTHER_SESSION,
    /// By somebody who takes no part in this run: dropped. Worth an alert.
    UNKNOWN_SENDER,
    /// Our own, come back: dropped. Worth an alert.
    REFLECTED,
    /// Beyond [Limits]: dropped unread.
    OVER_LIMIT,
    /// After the outcome or after close: dropped.
    AFTER_END,
    /// It broke the protocol and ended the run.
    BLAMED
}
