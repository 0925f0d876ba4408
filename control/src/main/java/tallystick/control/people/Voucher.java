package tallystick.control.people;

/// Who vouches for people beside their passkeys: the organisation's OpenID provider. There is none unless the
/// operator names one.
@FunctionalInterface
public interface Voucher {
    /// As its tokens name it.
    String issuer();
}
