package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

class MessageHeaderTest {
    private static final SessionId SESSION = Trial.session("header");
    private static final MessageHeader HEADER = new MessageHeader(ProtocolCode.FROST, 7, SESSION);

    private static Parsed<MessageHeader> read(Bytes encoded, ProtocolCode protocol, SessionId session) {
        return Reader.parse(encoded, reader -> MessageHeader.read(reader, protocol, session));
    }

    @Test
    void header_isThirtyFiveBytes_andReadBack() {
        var encoded = HEADER.begin().toBytes();
        assertThat(encoded.length()).isEqualTo(35);
        assertThat(encoded.slice(0, 3)).isEqualTo(Bytes.ofHex("010207"));
        assertThat(encoded.slice(3, 35)).isEqualTo(SESSION.value().bytes());
        assertThat(read(encoded, ProtocolCode.FROST, SESSION)).isEqualTo(new Parsed.Ok<>(HEADER));
    }

    @Test
    void header_ofAnotherVersionProtocolSessionOrCodeZero_isMalformedAtItsPlace() {
        var encoded = HEADER.begin().toBytes();
        assertThat(read(encoded, ProtocolCode.CEREMONY, SESSION))
                .isEqualTo(new Parsed.Malformed<>(1, "protocol code 1"));
        assertThat(read(encoded, ProtocolCode.FROST, Trial.session("other")))
                .isEqualTo(new Parsed.Malformed<>(3, "session id of this run"));
        var rest = encoded.slice(3, 35);
        assertThat(read(Bytes.concat(Bytes.ofHex("020207"), rest), ProtocolCode.FROST, SESSION))
                .isEqualTo(new Parsed.Malformed<>(0, "version 1"));
        assertThat(read(Bytes.concat(Bytes.ofHex("010200"), rest), ProtocolCode.FROST, SESSION))
                .isEqualTo(new Parsed.Malformed<>(2, "message code in 1..255"));
    }

    @Test
    void header_saysTheVersionOfItsProtocol_andReadsNoOther() {
        for (var protocol : ProtocolCode.values()) {
            var own = protocol == ProtocolCode.ECDSA_SIGN || protocol == ProtocolCode.ECDSA_SETUP ? 2 : 1;
            var encoded = new MessageHeader(protocol, 1, SESSION).begin().toBytes();
            assertThat(encoded.at(0)).as("%s", protocol).isEqualTo(own);
            assertThat(read(encoded, protocol, SESSION)).isInstanceOf(Parsed.Ok.class);
            for (var version = 0; version < 256; version++) {
                if (version == own) continue;
                var other = Bytes.concat(Bytes.copyOf(new byte[] {(byte) version}), encoded.slice(1, 35));
                assertThat(read(other, protocol, SESSION)).isEqualTo(new Parsed.Malformed<>(0, "version " + own));
                var known = version == 1 || version == 2;
                assertThat(MessageHeader.sessionOf(other))
                        .isInstanceOf(known ? Parsed.Ok.class : Parsed.Malformed.class);
            }
        }
    }

    @Test
    void sessionOf_looksAtTheHeaderAlone() {
        var message = HEADER.begin().u32(12345).toBytes();
        assertThat(MessageHeader.sessionOf(message)).isEqualTo(new Parsed.Ok<>(SESSION));
        assertThat(MessageHeader.sessionOf(message.slice(0, 35))).isEqualTo(new Parsed.Ok<>(SESSION));
        assertThat(MessageHeader.sessionOf(message.slice(0, 34))).isInstanceOf(Parsed.Malformed.class);
        assertThat(MessageHeader.sessionOf(Bytes.empty())).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void messageCode_outsideOneByte_isTheCallersFault() {
        for (var code : new int[] {0, -1, 256})
            assertThatThrownBy(() -> new MessageHeader(ProtocolCode.ECHO, code, SESSION))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headerWithRoomForItsBody_isTheSameHeader() {
        var body = Bytes.ofHex("07".repeat(100));
        assertThat(HEADER.begin(body.length()).raw(body).toBytes())
                .isEqualTo(HEADER.begin().raw(body).toBytes());
    }

    @Test
    void unknownMessageCode_isRefusedAtItsPlace() {
        assertThat(HEADER.unknownMessageCode().offsetBytes()).isEqualTo(2);
        assertThat(HEADER.unknownMessageCode().expected()).isEqualTo("message code of this protocol");
    }

    @Test
    void protocolCodes_areDistinct() {
        assertThat(ProtocolCode.values()).extracting(ProtocolCode::code).doesNotHaveDuplicates();
    }
}
