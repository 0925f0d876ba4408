package tallystick.core.people;

/// How well a signature proves that a person acted, the weakest first.
///
/// **Form** the order of the constants is the order of strength and never changes; a rule that asks for one is
/// content with every later one.
public enum AuthStrength {
    /// A key that a program can use by itself.
    API_KEY,
    /// A passkey that verified its user, possibly synchronised between devices.
    PASSKEY,
    /// A key that cannot leave one device and verified its user.
    HARDWARE;

    /// Whether it is at least as strong as `asked`.
    public boolean meets(AuthStrength asked) {
        return compareTo(asked) >= 0;
    }
}
