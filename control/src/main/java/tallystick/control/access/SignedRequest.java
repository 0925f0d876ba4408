package tallystick.control.access;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

/// What a program signs to ask for something.
///
/// **Form** UTF-8, these lines each ended by a line feed: `tallystick-request-1`, method, path with its query as sent,
/// SHA-256 of the body in hex, seconds since 1970, nonce, name of the key.
///
/// @param target path and query
/// @param timestamp seconds since 1970, decimal
/// @param nonce 16..64 characters of `[0-9a-zA-Z_-]`, never used twice
/// @param key name of the API key
public record SignedRequest(String method, String target, Bytes body, String timestamp, String nonce, String key) {
    /// The headers that carry it.
    public static final String KEY = "Tallystick-Key";
    /// Seconds since 1970.
    public static final String TIMESTAMP = "Tallystick-Timestamp";
    /// Never used twice.
    public static final String NONCE = "Tallystick-Nonce";
    /// 64 bytes in hex.
    public static final String SIGNATURE = "Tallystick-Signature";

    /// What is signed.
    /// @spec docs/spec/api-request.md#AR-1 api-request
    public Bytes text() {
        return Bytes.ofUtf8(String.join(
                "\n",
                "tallystick-request-1",
                method,
                target,
                StandardHash.sha256(body).toString(),
                timestamp,
                nonce,
                key,
                ""));
    }
}
