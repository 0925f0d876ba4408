package tallystick.crypto.secret;

/// What to do where the system does not let us lock memory into RAM.
public enum LockPolicy {
    /// Refuse. The only setting for production.
    REQUIRE,
    /// Go on with memory that may be swapped to disk: for trials on a machine whose limit (`ulimit -l`) cannot be
    /// raised.
    ALLOW_UNLOCKED;

    /// The system property that sets it for [SecretMemory#open()]: `require` (as without it) or `allow-unlocked`.
    public static final String PROPERTY = "tallystick.memory.lock";

    /// What the property says.
    ///
    /// @throws IllegalArgumentException if it says something else: the operator's fault
    public static LockPolicy ofProperty() {
        return switch (System.getProperty(PROPERTY, "require")) {
            case "require" -> REQUIRE;
            case "allow-unlocked" -> ALLOW_UNLOCKED;
            default -> throw new IllegalArgumentException(PROPERTY + " is neither require nor allow-unlocked");
        };
    }
}
