package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.KeyTweak;

/// One message to be signed and the child and output it is signed for.
///
/// **Why** message, path and Taproot commitment together decide what a signature is worth, so they are agreed on
/// together.
///
/// @param message what is signed: for BIP-340 the 32-byte message, else any bytes up to [#MESSAGE_BYTES_MAX]
/// @param child which child of the key
/// @param taproot which output of the child
public record SigningRequest(Bytes message, KeyTweak child, TaprootTweak taproot) {
    /// Longest message in bytes.
    public static final int MESSAGE_BYTES_MAX = 1 << 16;

    /// @throws IllegalArgumentException if the message is too long: the caller's fault
    public SigningRequest {
        if (message.length() > MESSAGE_BYTES_MAX)
            throw new IllegalArgumentException(
                    "message of %d bytes, more than %d".formatted(message.length(), MESSAGE_BYTES_MAX));
    }
}
