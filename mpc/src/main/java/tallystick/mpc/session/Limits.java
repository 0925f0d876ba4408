package tallystick.mpc.session;

/// What one run is willing to hold of what others send.
///
/// @param messageBytesMax longest message; a longer one is malformed
/// @param laterPerSenderMax messages of later rounds kept for one sender; more are dropped
/// @param messagesPerSenderMax messages of the run looked at from one sender, each once however often it comes; more
///     are dropped unread. What is of another run costs no more than a look at its header, and does not count
public record Limits(int messageBytesMax, int laterPerSenderMax, int messagesPerSenderMax) {
    /// Four mebibytes hold the largest message of any protocol here (an OT extension for a batch).
    public static final Limits STANDARD = new Limits(4 << 20, 16, 1024);

    /// @throws IllegalArgumentException if a limit is not positive: the caller's fault
    public Limits {
        if (messageBytesMax < MessageHeader.LENGTH_BYTES)
            throw new IllegalArgumentException("message limit of %d bytes below a header".formatted(messageBytesMax));
        if (laterPerSenderMax < 1)
            throw new IllegalArgumentException("later limit %d below 1".formatted(laterPerSenderMax));
        if (messagesPerSenderMax < 1)
            throw new IllegalArgumentException("message count limit %d below 1".formatted(messagesPerSenderMax));
    }
}
