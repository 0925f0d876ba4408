package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// What parties say while they agree on a signing session; all broadcast. Form in `docs/spec/signing.md` §3.
public sealed interface SetupMessage extends Message {
    /// Round 1. Which terms I hold.
    ///
    /// @param opening the session in which the set-up is agreed
    /// @param terms hash of the terms
    /// @param fresh 32 bytes drawn for this session alone
    record Hello(SessionId opening, Digest32 terms, Bytes fresh) implements SetupMessage {
        private static final int CODE = 1;

        @Override
        public int round() {
            return 1;
        }

        @Override
        public Bytes encode() {
            return begin(CODE, opening).raw(terms.bytes()).raw(fresh).toBytes();
        }
    }

    /// Round 2. What I choose to spend.
    ///
    /// @param opening the session in which the set-up is agreed
    /// @param choice own nonces, and VOLE items with each higher party
    record Choose(SessionId opening, SigningSetup.Choice choice) implements SetupMessage {
        private static final int CODE = 2;

        @Override
        public int round() {
            return 2;
        }

        @Override
        public Bytes encode() {
            var writer = begin(CODE, opening);
            choice.write(writer);
            return writer.toBytes();
        }
    }

    /// Round 3. I stand by this whole set-up.
    ///
    /// @param opening the session in which the set-up is agreed
    /// @param session hash of the set-up as the sender sees it
    /// @param signature 64 bytes by the sender's identity key over its consent
    record Consent(SessionId opening, SessionId session, Bytes signature) implements SetupMessage {
        private static final int CODE = 3;

        @Override
        public int round() {
            return 3;
        }

        @Override
        public Bytes encode() {
            return begin(CODE, opening)
                    .raw(session.value().bytes())
                    .raw(signature)
                    .toBytes();
        }
    }

    /// Reads any of them.
    static Parsed<SetupMessage> parse(Bytes encoded, SessionId opening) {
        return Reader.parse(encoded, reader -> {
            var header = MessageHeader.read(reader, ProtocolCode.ECDSA_SETUP, opening);
            return switch (header.messageCode()) {
                case Hello.CODE ->
                    new Hello(
                            opening, Digest32.read(reader, "terms"), reader.raw(Digest32.LENGTH_BYTES, "fresh bytes"));
                case Choose.CODE -> new Choose(opening, SigningSetup.Choice.read(reader));
                case Consent.CODE ->
                    new Consent(
                            opening,
                            new SessionId(Digest32.read(reader, "session")),
                            reader.raw(PartyIdentity.SIGNATURE_LENGTH_BYTES, "signature"));
                default -> throw header.unknownMessageCode();
            };
        });
    }

    private static Writer begin(int code, SessionId opening) {
        return new MessageHeader(ProtocolCode.ECDSA_SETUP, code, opening).begin();
    }
}
