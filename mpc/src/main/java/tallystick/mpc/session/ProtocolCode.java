package tallystick.mpc.session;

/// The byte that names a protocol at the front of each of its messages, and the version of those messages. Codes are
/// never used again for anything else.
public enum ProtocolCode {
    /// Generate, refresh, reshare, repair.
    CEREMONY(1),
    /// FROST signing.
    FROST(2),
    /// Base OT and zero-share seeds between two parties.
    BASE_OT(3),
    /// OT extension and random VOLEs between two parties.
    POOL(4),
    /// Threshold ECDSA signing. Version 1 said the set-up's consents in messages of their own and the echo in each
    /// opening.
    ECDSA_SIGN(5, 2),
    /// Signed broadcasts and their echo.
    ECHO(6),
    /// Set-up and fresh bytes before a run.
    AGREEMENT(7),
    /// Set-up of a threshold ECDSA signing session. Version 1 took more rounds.
    ECDSA_SETUP(8, 2),
    /// Trial protocols of tests; no node runs one.
    TRIAL(255);

    /// The highest version there is of any.
    static final int VERSION_MAX = 2;

    private final int code;
    private final int version;

    ProtocolCode(int code) {
        this(code, 1);
    }

    ProtocolCode(int code, int version) {
        this.code = code;
        this.version = version;
    }

    /// 1..255.
    public int code() {
        return code;
    }

    /// The only version of its messages that is written or read.
    public int version() {
        return version;
    }
}
