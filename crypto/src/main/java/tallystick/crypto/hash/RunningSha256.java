package tallystick.crypto.hash;

import java.security.MessageDigest;
import tallystick.crypto.codec.Bytes;

/// SHA-256 of public bytes that come piece by piece, such as a file that does not fit into memory.
///
/// **Threads** one.
public final class RunningSha256 {
    private final MessageDigest digest = FreshDigest.sha256();
    private long lengthBytes;

    /// Of nothing yet.
    public RunningSha256() {}

    /// The next piece.
    public void take(Bytes piece) {
        digest.update(piece.toArray());
        lengthBytes += piece.length();
    }

    /// How many bytes came so far.
    public long lengthBytes() {
        return lengthBytes;
    }

    /// Of all that came; from then on of nothing again.
    public Digest32 digest() {
        lengthBytes = 0;
        return new Digest32(Bytes.copyOf(digest.digest()));
    }
}
