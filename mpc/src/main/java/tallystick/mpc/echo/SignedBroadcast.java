package tallystick.mpc.echo;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.mpc.session.Roster;

/// A broadcast message with its sender's signed statement: evidence of what somebody said.
///
/// **Form** the statement's evidence form ‖ u32 length ‖ message. **Threads** immutable.
///
/// @param statement who said it, where
/// @param message what was said, as the protocol encodes it
public record SignedBroadcast(SignedStatement statement, Bytes message) {
    private static final int MESSAGE_BYTES_MAX = 1 << 26;

    /// Whether the sender signed exactly this message.
    public boolean verifies(Roster roster) {
        return statement.message().equals(SignedStatement.digestOf(message)) && statement.verifies(roster);
    }

    /// The evidence form.
    public Bytes encode() {
        return new Writer().raw(statement.encode()).variable(message).toBytes();
    }

    /// Reads the evidence form; the signature is not verified by this.
    public static Parsed<SignedBroadcast> parse(Bytes evidence) {
        return Reader.parse(evidence, SignedBroadcast::read);
    }

    private static SignedBroadcast read(Reader reader) throws MalformedInput {
        return new SignedBroadcast(SignedStatement.read(reader), reader.variable(MESSAGE_BYTES_MAX, "message"));
    }
}
