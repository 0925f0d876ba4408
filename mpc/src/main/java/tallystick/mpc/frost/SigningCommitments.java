package tallystick.mpc.frost;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;

/// The public half of one party's [SigningNonces] for one signature.
///
/// **Form** hiding ‖ binding, each one encoded point of the group: 66 bytes for secp256k1, 64 for ed25519.
///
/// @param hiding D, the hiding nonce times the generator
/// @param binding E, the binding nonce times the generator
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.1 RFC 9591 §5.1 (round one)
public record SigningCommitments(Point hiding, Point binding) {
    /// Reads two points; refuses what [Group#parsePoint] refuses.
    public static SigningCommitments read(Reader reader, Group group) throws MalformedInput {
        return new SigningCommitments(
                group.readPoint(reader, "hiding commitment"), group.readPoint(reader, "binding commitment"));
    }

    /// Writes two points.
    public void write(Writer writer) {
        writer.raw(hiding.encode()).raw(binding.encode());
    }
}
