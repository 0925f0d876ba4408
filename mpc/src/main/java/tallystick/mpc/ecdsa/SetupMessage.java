package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// All that a party says while a signing session is agreed, broadcast: which terms it holds and what it chooses to
/// spend. Form in `docs/spec/signing.md` §3.
///
/// @param opening the run in which the set-up is agreed
/// @param terms hash of the terms
/// @param fresh 32 bytes drawn for this session alone
/// @param choice own nonces, and VOLE items with each higher party
public record SetupMessage(SessionId opening, Digest32 terms, Bytes fresh, SigningSetup.Choice choice)
        implements Message {
    private static final int CODE = 1;

    @Override
    public int round() {
        return 1;
    }

    @Override
    public Bytes encode() {
        var writer = new MessageHeader(ProtocolCode.ECDSA_SETUP, CODE, opening)
                .begin()
                .raw(terms.bytes())
                .raw(fresh);
        choice.write(writer);
        return writer.toBytes();
    }

    /// Reads it.
    public static Parsed<SetupMessage> parse(Bytes encoded, SessionId opening) {
        return Reader.parse(encoded, reader -> {
            var header = MessageHeader.read(reader, ProtocolCode.ECDSA_SETUP, opening);
            if (header.messageCode() != CODE) throw header.unknownMessageCode();
            return new SetupMessage(
                    opening,
                    Digest32.read(reader, "terms"),
                    reader.raw(Digest32.LENGTH_BYTES, "fresh bytes"),
                    SigningSetup.Choice.read(reader));
        });
    }
}
