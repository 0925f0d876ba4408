package tallystick.mpc.frost;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.curve.Group;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// What a party says while signing. All messages are broadcasts.
///
/// **Form** header, then as each message says; `docs/spec/frost.md` §4.
public sealed interface FrostMessage extends Message {
    /// Round 1: the commitments of this session, one for each request.
    ///
    /// **Form** code 1: 32 bytes set-up ‖ u16 count ‖ count times hiding ‖ binding.
    ///
    /// @param session the run
    /// @param setup hash of all the sender believes is agreed
    /// @param commitments request by request
    record Commit(SessionId session, Digest32 setup, List<SigningCommitments> commitments) implements FrostMessage {
        static final int CODE = 1;

        /// Copies.
        public Commit {
            commitments = List.copyOf(commitments);
        }

        @Override
        public int round() {
            return 1;
        }

        @Override
        public Bytes encode() {
            return new MessageHeader(ProtocolCode.FROST, CODE, session)
                    .begin()
                    .raw(setup.bytes())
                    .list(commitments, (writer, each) -> each.write(writer))
                    .toBytes();
        }
    }

    /// Round 2: the shares of the signatures, one for each request.
    ///
    /// **Form** code 2: 32 bytes hash of the commitment lists ‖ u16 count ‖ count scalars.
    ///
    /// @param session the run
    /// @param commitments hash of all commitments of all parties as the sender saw them
    /// @param shares request by request
    record Share(SessionId session, Digest32 commitments, List<SignatureShare> shares) implements FrostMessage {
        static final int CODE = 2;

        /// Copies.
        public Share {
            shares = List.copyOf(shares);
        }

        @Override
        public int round() {
            return 2;
        }

        @Override
        public Bytes encode() {
            return new MessageHeader(ProtocolCode.FROST, CODE, session)
                    .begin()
                    .raw(commitments.bytes())
                    .list(shares, (writer, each) -> writer.raw(each.response().encode()))
                    .toBytes();
        }
    }

    /// A message that cannot be read as one about this party's key, and may be a good one about another: whoever asks
    /// may have given honest parties keys on different curves. Who is right is judged by the hash, when its round
    /// is.
    ///
    /// @param session the run
    /// @param round 1 or 2, the code of the message
    /// @param about the hash with which it begins: of the set-up, in round 2 of the commitments
    /// @param body the rest
    record Unread(SessionId session, int round, Digest32 about, Bytes body) implements FrostMessage {
        @Override
        public Bytes encode() {
            return new MessageHeader(ProtocolCode.FROST, round, session)
                    .begin()
                    .raw(about.bytes())
                    .raw(body)
                    .toBytes();
        }
    }

    /// Like [#parse], but what begins with the hash of another set-up, or may be about other commitments, is left
    /// unread where it cannot be read.
    ///
    /// @param setup hash of this party's set-up
    /// @spec docs/spec/frost.md#FR-35 frost
    static Parsed<FrostMessage> parse(Bytes encoded, SessionId session, Group group, Digest32 setup) {
        return switch (parse(encoded, session, group)) {
            case Parsed.Ok<FrostMessage> read -> read;
            case Parsed.Malformed<FrostMessage> malformed ->
                switch (unread(encoded, session)) {
                    case Parsed.Ok<FrostMessage.Unread>(var unread)
                    when unread.round() == Share.CODE || !unread.about().equals(setup) -> new Parsed.Ok<>(unread);
                    case Parsed.Ok<FrostMessage.Unread> _ -> malformed;
                    case Parsed.Malformed<FrostMessage.Unread> _ -> malformed;
                };
        };
    }

    private static Parsed<Unread> unread(Bytes encoded, SessionId session) {
        return Reader.parse(encoded, reader -> {
            var header = MessageHeader.read(reader, ProtocolCode.FROST, session);
            var code = header.messageCode();
            if (code != Commit.CODE && code != Share.CODE) throw header.unknownMessageCode();
            var about = Digest32.read(reader, "set-up or commitments hash");
            return new Unread(session, code, about, reader.raw(reader.remaining(), "body"));
        });
    }

    /// Reads a message of this run; refuses bad points, scalars not below the order, and trailing bytes.
    /// @spec docs/spec/frost.md#FR-13 frost
    static Parsed<FrostMessage> parse(Bytes encoded, SessionId session, Group group) {
        return Reader.parse(encoded, reader -> {
            var header = MessageHeader.read(reader, ProtocolCode.FROST, session);
            return switch (header.messageCode()) {
                case Commit.CODE ->
                    new Commit(
                            session,
                            Digest32.read(reader, "set-up"),
                            reader.list(
                                    1,
                                    FrostSetup.REQUESTS_MAX,
                                    "commitments",
                                    each -> SigningCommitments.read(each, group)));
                case Share.CODE ->
                    new Share(
                            session,
                            Digest32.read(reader, "commitments hash"),
                            reader.list(
                                    1,
                                    FrostSetup.REQUESTS_MAX,
                                    "signature shares",
                                    each -> new SignatureShare(group.readScalar(each, "signature share"))));
                default -> throw header.unknownMessageCode();
            };
        });
    }
}
