package tallystick.crypto.derive;

import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;

/// Base58 with a checksum: the payload, then the first four bytes of its double SHA-256.
///
/// **Timing** public values only.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#serialization-format BIP-32 › Serialization
public final class Base58Check {
    private static final int CHECKSUM_BYTES = 4;

    private Base58Check() {}

    /// The text of `payload`.
    public static String encode(Bytes payload) {
        return Base58.encode(Bytes.concat(payload, checksum(payload)));
    }

    /// Reads a payload of exactly `lengthBytes` bytes whose checksum holds.
    public static Parsed<Bytes> parse(String text, int lengthBytes) {
        // A byte takes at most 1.37 characters.
        var charsMax = (lengthBytes + CHECKSUM_BYTES) * 138 / 100 + 1;
        return switch (Base58.parse(text, charsMax)) {
            case Parsed.Malformed<Bytes> malformed -> malformed;
            case Parsed.Ok<Bytes>(var bytes) -> {
                if (bytes.length() != lengthBytes + CHECKSUM_BYTES)
                    yield new Parsed.Malformed<>(0, "payload of %d bytes and a checksum".formatted(lengthBytes));
                var payload = bytes.slice(0, lengthBytes);
                if (!checksum(payload).equals(bytes.slice(lengthBytes, bytes.length())))
                    yield new Parsed.Malformed<>(lengthBytes, "checksum of the payload");
                yield new Parsed.Ok<>(payload);
            }
        };
    }

    private static Bytes checksum(Bytes payload) {
        return StandardHash.doubleSha256(payload).bytes().slice(0, CHECKSUM_BYTES);
    }
}
