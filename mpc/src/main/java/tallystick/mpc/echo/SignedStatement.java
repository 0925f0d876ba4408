package tallystick.mpc.echo;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.SessionId;

/// A party's signed word that in this round of this run it broadcast the message with this digest.
///
/// **Why** two of them that differ only in the digest prove equivocation to anybody who has the roster.
///
/// **Form** as evidence: u8 version (1) ‖ 32 bytes session ‖ u16 sender ‖ u16 round ‖ 32 bytes digest ‖ 64
/// bytes signature. The signature is on the hash `tallystick/echo/v1/statement` of session, sender, round and digest.
/// **Threads** immutable.
///
/// @param session the run
/// @param sender who broadcast
/// @param round the protocol's round, 1..65535
/// @param message hash of the message's bytes
/// @param signature 64 bytes, not yet verified
public record SignedStatement(SessionId session, PartyId sender, int round, Digest32 message, Bytes signature) {
    private static final int VERSION = 1;

    /// @throws IllegalArgumentException if a number or length is out of range: the caller's fault
    public SignedStatement {
        if (round < 1 || round > 0xffff)
            throw new IllegalArgumentException("round %d not in 1..65535".formatted(round));
        if (signature.length() != PartyIdentity.SIGNATURE_LENGTH_BYTES)
            throw new IllegalArgumentException("signature of %d bytes, not 64".formatted(signature.length()));
    }

    /// Signs for `sender` that it broadcasts `message`.
    public static SignedStatement sign(
            PartyIdentity identity, SessionId session, PartyId sender, int round, Bytes message) {
        var digest = digestOf(message);
        return new SignedStatement(
                session, sender, round, digest, identity.sign(statement(session, sender, round, digest)));
    }

    /// The hash of a message as statements hold it.
    public static Digest32 digestOf(Bytes message) {
        return Transcript.of("tallystick/echo/v1/message")
                .add("message", message)
                .digest();
    }

    /// Whether the sender signed this.
    public boolean verifies(Roster roster) {
        return roster.verifies(sender, statement(session, sender, round, message), signature);
    }

    /// Whether this and `other` together prove that their sender broadcast two different messages in one round.
    /// @spec docs/spec/echo.md#EC-7 echo
    public boolean provesEquivocationWith(SignedStatement other, Roster roster) {
        return session.equals(other.session)
                && sender.equals(other.sender)
                && round == other.round
                && !message.equals(other.message)
                && verifies(roster)
                && other.verifies(roster);
    }

    /// The evidence form.
    public Bytes encode() {
        var writer = new Writer().u8(VERSION).raw(session.value().bytes());
        sender.write(writer);
        return writer.u16(round).raw(message.bytes()).raw(signature).toBytes();
    }

    /// Reads the evidence form; the signature is not verified by this.
    public static Parsed<SignedStatement> parse(Bytes evidence) {
        return Reader.parse(evidence, SignedStatement::read);
    }

    static SignedStatement read(Reader reader) throws MalformedInput {
        var start = reader.position();
        if (reader.u8("version") != VERSION) throw new MalformedInput(start, "version 1");
        var session = new SessionId(Digest32.read(reader, "session id"));
        var sender = PartyId.read(reader, "sender");
        var round = readRound(reader);
        var message = Digest32.read(reader, "message digest");
        return new SignedStatement(
                session, sender, round, message, reader.raw(PartyIdentity.SIGNATURE_LENGTH_BYTES, "signature"));
    }

    static int readRound(Reader reader) throws MalformedInput {
        var start = reader.position();
        var round = reader.u16("round");
        if (round == 0) throw new MalformedInput(start, "round in 1..65535");
        return round;
    }

    private static Digest32 statement(SessionId session, PartyId sender, int round, Digest32 message) {
        return Transcript.of("tallystick/echo/v1/statement")
                .add("session", session.value())
                .add("sender", sender.value())
                .add("round", round)
                .add("message", message)
                .digest();
    }
}
