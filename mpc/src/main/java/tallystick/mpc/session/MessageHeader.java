package tallystick.mpc.session;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// The first 35 bytes of every protocol message.
///
/// **Why** a driver must tell a message of another run (a replay, a late straggler: dropped) from a broken message of
/// this run (its sender is blamed) before any protocol looks at the body.
///
/// **Form** u8 version (of the protocol) ‖ u8 protocol code ‖ u8 message code ‖ 32 bytes session id; the body
/// follows.
///
/// @param protocol whose message
/// @param messageCode which of the protocol's messages, 1..255
/// @param session which run
public record MessageHeader(ProtocolCode protocol, int messageCode, SessionId session) {
    /// Length in bytes.
    public static final int LENGTH_BYTES = 3 + Digest32.LENGTH_BYTES;

    /// @throws IllegalArgumentException if the code is out of range: the caller's fault
    public MessageHeader {
        if (messageCode < 1 || messageCode > 255)
            throw new IllegalArgumentException("message code %d not in 1..255".formatted(messageCode));
    }

    /// A writer that begins with this header.
    public Writer begin() {
        var writer = new Writer();
        write(writer);
        return writer;
    }

    /// A writer that begins with this header and has room for exactly the body.
    public Writer begin(int bodyBytes) {
        var writer = new Writer(LENGTH_BYTES + bodyBytes);
        write(writer);
        return writer;
    }

    /// Writes 35 bytes.
    /// @spec docs/spec/echo.md#EC-1 echo
    public void write(Writer writer) {
        writer.u8(protocol.version())
                .u8(protocol.code())
                .u8(messageCode)
                .raw(session.value().bytes());
    }

    /// Reads 35 bytes; another version, protocol or session is malformed. (A driver drops messages of other sessions
    /// before it parses: see [#sessionOf].)
    public static MessageHeader read(Reader reader, ProtocolCode protocol, SessionId session) throws MalformedInput {
        if (reader.u8("version") != protocol.version())
            throw new MalformedInput(0, "version %d".formatted(protocol.version()));
        if (reader.u8("protocol code") != protocol.code())
            throw new MalformedInput(1, "protocol code %d".formatted(protocol.code()));
        var messageCode = reader.u8("message code");
        if (messageCode == 0) throw new MalformedInput(2, "message code in 1..255");
        if (!new SessionId(Digest32.read(reader, "session id")).equals(session))
            throw new MalformedInput(3, "session id of this run");
        return new MessageHeader(protocol, messageCode, session);
    }

    /// The refusal of a message code the protocol does not have.
    public MalformedInput unknownMessageCode() {
        return new MalformedInput(2, "message code of this protocol");
    }

    /// Which run `message` belongs to, whatever its protocol and body; its version is one that some protocol has.
    public static Parsed<SessionId> sessionOf(Bytes message) {
        return Reader.parse(message, reader -> {
            var version = reader.u8("version");
            if (version < 1 || version > ProtocolCode.VERSION_MAX)
                throw new MalformedInput(0, "version in 1..%d".formatted(ProtocolCode.VERSION_MAX));
            reader.u8("protocol code");
            reader.u8("message code");
            var session = new SessionId(Digest32.read(reader, "session id"));
            reader.raw(reader.remaining(), "body");
            return session;
        });
    }

    /// Whether `message` carries the code of `protocol`.
    public static boolean isOf(ProtocolCode protocol, Bytes message) {
        return message.length() >= LENGTH_BYTES && message.at(1) == protocol.code();
    }
}
