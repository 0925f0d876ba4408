package tallystick.core.people;

import tallystick.crypto.codec.Bytes;

/// The bytes of a COSE key around its coordinates.
final class CoseForm {
    /// Map of five: key type EC2, algorithm ES256, curve P-256, x of 32 bytes.
    static final Bytes ES256 = Bytes.ofHex("a5010203262001215820");

    /// y of 32 bytes.
    static final Bytes Y = Bytes.ofHex("225820");

    /// Map of four: key type OKP, algorithm EdDSA, curve Ed25519, x of 32 bytes.
    static final Bytes EDDSA = Bytes.ofHex("a4010103272006215820");

    static final int COORDINATE_BYTES = 32;

    private CoseForm() {}
}
