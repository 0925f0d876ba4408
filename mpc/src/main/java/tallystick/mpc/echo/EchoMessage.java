package tallystick.mpc.echo;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// What travels when a protocol is [Echoed]. The protocol's round r becomes round 2r−1, its echo round 2r.
///
/// @param <M> the protocol's message type
public sealed interface EchoMessage<M extends Message> extends Message {
    /// Most parties of an echoed protocol: those of two quorum trees, which a reshare has at most. The protocol's own
    /// number, and no party's belief about this run: whoever was given more parties than this one echoes more.
    int PARTIES_MAX = 128;

    /// A message of the protocol as it is: direct, or a broadcast of a round without echo.
    record Plain<M extends Message>(M message) implements EchoMessage<M> {
        @Override
        public int round() {
            return 2 * message.round() - 1;
        }

        @Override
        public Bytes encode() {
            return message.encode();
        }
    }

    /// A broadcast with its sender's signature.
    ///
    /// **Form** [MessageHeader] (echo, 1) ‖ u32 length ‖ message ‖ 64 bytes signature.
    ///
    /// @param encoded the bytes that were signed; `message` is what they mean
    record Signed<M extends Message>(SessionId session, M message, Bytes encoded, Bytes signature)
            implements EchoMessage<M> {
        static final int CODE = 1;

        @Override
        public int round() {
            return 2 * message.round() - 1;
        }

        @Override
        public Bytes encode() {
            return encode(session, encoded, signature);
        }

        /// The form of a signed broadcast, from its parts.
        public static Bytes encode(SessionId session, Bytes message, Bytes signature) {
            return new MessageHeader(ProtocolCode.ECHO, CODE, session)
                    .begin()
                    .variable(message)
                    .raw(signature)
                    .toBytes();
        }

        SignedStatement statementOf(PartyId sender) {
            return new SignedStatement(session, sender, message.round(), SignedStatement.digestOf(encoded), signature);
        }
    }

    /// What one party saw broadcast in a round, its own included.
    ///
    /// **Form** [MessageHeader] (echo, 2) ‖ u16 round ‖ u16 count ‖ count × (u16 sender ‖ 32 bytes digest ‖
    /// 64 bytes signature), senders ascending.
    ///
    /// @param echoedRound the protocol's round
    /// @param seen ascending by sender, distinct
    record Echo<M extends Message>(SessionId session, int echoedRound, List<SignedStatement> seen)
            implements EchoMessage<M> {
        static final int CODE = 2;

        /// Copies.
        public Echo {
            seen = List.copyOf(seen);
        }

        @Override
        public int round() {
            return 2 * echoedRound;
        }

        @Override
        public Bytes encode() {
            return new MessageHeader(ProtocolCode.ECHO, CODE, session)
                    .begin()
                    .u16(echoedRound)
                    .list(seen, (writer, statement) -> {
                        statement.sender().write(writer);
                        writer.raw(statement.message().bytes()).raw(statement.signature());
                    })
                    .toBytes();
        }
    }

    /// Reads a message of `protocol`, or one of the echo's own around it.
    static <M extends Message> Parsed<EchoMessage<M>> parse(Protocol<?, M, ?> protocol, Bytes encoded) {
        if (!MessageHeader.isOf(ProtocolCode.ECHO, encoded))
            return protocol.parse(encoded).map(Plain::new);
        return Reader.parse(encoded, reader -> read(protocol, reader));
    }

    private static <M extends Message> EchoMessage<M> read(Protocol<?, M, ?> protocol, Reader reader)
            throws MalformedInput {
        var session = protocol.session().id();
        var header = MessageHeader.read(reader, ProtocolCode.ECHO, session);
        return switch (header.messageCode()) {
            case Signed.CODE -> readSigned(protocol, reader);
            case Echo.CODE -> readEcho(session, reader);
            default -> throw header.unknownMessageCode();
        };
    }

    private static <M extends Message> Signed<M> readSigned(Protocol<?, M, ?> protocol, Reader reader)
            throws MalformedInput {
        var start = reader.position() + Integer.BYTES;
        var encoded = reader.variable(reader.remaining(), "message");
        var signature = reader.raw(PartyIdentity.SIGNATURE_LENGTH_BYTES, "signature");
        return switch (protocol.parse(encoded)) {
            case Parsed.Malformed<M>(var offset, var expected) -> throw new MalformedInput(start + offset, expected);
            case Parsed.Ok<M>(var message) -> new Signed<>(protocol.session().id(), message, encoded, signature);
        };
    }

    private static <M extends Message> Echo<M> readEcho(SessionId session, Reader reader) throws MalformedInput {
        var round = SignedStatement.readRound(reader);
        var start = reader.position();
        var seen = reader.list(1, PARTIES_MAX, "echoed broadcast", item -> {
            var sender = PartyId.read(item, "sender");
            var digest = Digest32.read(item, "message digest");
            var signature = item.raw(PartyIdentity.SIGNATURE_LENGTH_BYTES, "signature");
            return new SignedStatement(session, sender, round, digest, signature);
        });
        for (var i = 1; i < seen.size(); i++) {
            if (seen.get(i - 1).sender().compareTo(seen.get(i).sender()) >= 0)
                throw new MalformedInput(start, "senders ascending and distinct");
        }
        return new Echo<>(session, round, seen);
    }
}
