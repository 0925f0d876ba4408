package tallystick.mpc.session;

/// The byte that names a protocol at the front of each of its messages. Codes are never used again for anything else.
public enum ProtocolCode {
    /// Generate, refresh, reshare, repair.
    CEREMONY(1),
    /// FROST signing.
    FROST(2),
    /// Base OT and zero-share seeds between two parties.
    BASE_OT(3),
    /// OT extension and random VOLEs between two parties.
    POOL(4),
    /// Threshold ECDSA signing.
    ECDSA_SIGN(5),
    /// Signed broadcasts and their echo.
    ECHO(6),
    /// Set-up and fresh bytes before a run.
    AGREEMENT(7),
    /// Set-up of a threshold ECDSA signing session.
    ECDSA_SETUP(8),
    /// Trial protocols of tests; no node runs one.
    TRIAL(255);

    private final int code;

    ProtocolCode(int code) {
        this.code = code;
    }

    /// 1..255.
    public int code() {
        return code;
    }
}
