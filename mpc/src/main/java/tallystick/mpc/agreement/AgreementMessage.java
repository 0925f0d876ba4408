package tallystick.mpc.agreement;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// The one message of an [Agreement].
///
/// **Form** header ‖ 32 bytes set-up ‖ 32 fresh bytes.
///
/// @param session named after the occasion, which all parties know before they speak
/// @param setup hash of all the sender believes is agreed
/// @param fresh 32 bytes nobody could know before
record AgreementMessage(SessionId session, Digest32 setup, Bytes fresh) implements Message {
    static final int FRESH_LENGTH_BYTES = 32;

    private static final int CODE = 1;

    @Override
    public int round() {
        return 1;
    }

    /// @spec docs/spec/agreement.md#AG-2 agreement
    @Override
    public Bytes encode() {
        return new MessageHeader(ProtocolCode.AGREEMENT, CODE, session)
                .begin()
                .raw(setup.bytes())
                .raw(fresh)
                .toBytes();
    }

    static Parsed<AgreementMessage> parse(Bytes encoded, SessionId session) {
        return Reader.parse(encoded, reader -> {
            var header = MessageHeader.read(reader, ProtocolCode.AGREEMENT, session);
            if (header.messageCode() != CODE) throw header.unknownMessageCode();
            return new AgreementMessage(
                    session, Digest32.read(reader, "setup"), reader.raw(FRESH_LENGTH_BYTES, "fresh bytes"));
        });
    }
}
