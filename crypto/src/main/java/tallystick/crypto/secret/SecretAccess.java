package tallystick.crypto.secret;

/// The permission to look at secret bytes. Every place that turns a secret into something readable names this type,
/// so one search lists them all.
public enum SecretAccess {
    /// The value leaves the party by the protocol's own design (a signature share, a masked value).
    PROTOCOL_OUTPUT,
    /// The value is about to be encrypted to a peer or sealed to disk.
    SEALING,
    /// A primitive of the platform takes only heap arrays; the copy lasts one call and is zeroed.
    PLATFORM_PRIMITIVE,
    /// A test or a published vector.
    TEST_VECTOR
}
