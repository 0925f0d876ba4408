package tallystick.core.chain.ethereum.base;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What is hashed under the prefixes of EIP-191, so that no signature of data is one of a transaction.
public final class PrefixedHash {
    private static final Bytes STRUCTURED = Bytes.copyOf((byte) 0x19, (byte) 1);
    private static final String MESSAGE = "\u0019Ethereum Signed Message:\n";

    private PrefixedHash() {}

    /// Version 0x45: `0x19 ‖ "Ethereum Signed Message:\n" ‖ decimal length ‖ message`, hashed.
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-191#specification EIP-191
    public static Digest32 message(Bytes message) {
        return StandardHash.keccak256(Bytes.concat(Bytes.ofUtf8(MESSAGE + message.length()), message));
    }

    /// Version 0x01: `0x19 ‖ 0x01 ‖ domain's hash ‖ struct's hash`, hashed.
    public static Digest32 structured(Digest32 domain, Digest32 struct) {
        return StandardHash.keccak256(Bytes.concat(STRUCTURED, domain.bytes(), struct.bytes()));
    }
}
