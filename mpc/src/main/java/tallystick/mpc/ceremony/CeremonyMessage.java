package tallystick.mpc.ceremony;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Group;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// What a party says in a ceremony. Bytes in `docs/spec/ceremony.md` §4.
public sealed interface CeremonyMessage extends Message {

    /// Round 1, broadcast with echo, from each dealer: the hash of its opening.
    record Commit(SessionId session, Digest32 commitment) implements CeremonyMessage {
        @Override
        public int round() {
            return 1;
        }

        @Override
        public Bytes encode() {
            return header(this).raw(commitment.bytes()).toBytes();
        }
    }

    /// Round 2, broadcast, from each dealer: the opening.
    record Open(SessionId session, Opening opening) implements CeremonyMessage {
        @Override
        public int round() {
            return 2;
        }

        @Override
        public Bytes encode() {
            var writer = header(this);
            opening.write(writer);
            return writer.toBytes();
        }
    }

    /// Round 3, direct, from each dealer: the receiver's evaluations; on repair its pieces. Signed each.
    record Values(SessionId session, List<SignedValue> values) implements CeremonyMessage {
        /// Copies.
        public Values {
            values = List.copyOf(values);
        }

        @Override
        public int round() {
            return 3;
        }

        @Override
        public Bytes encode() {
            return header(this).list(values, (w, value) -> value.write(w)).toBytes();
        }

        @Override
        public String toString() {
            return "Values[%d]".formatted(values.size());
        }
    }

    /// Round 4 of a repair, direct to the lost party, from each helper: the sums of its pieces. Signed each.
    record Sums(SessionId session, List<SignedValue> values) implements CeremonyMessage {
        /// Copies.
        public Sums {
            values = List.copyOf(values);
        }

        @Override
        public int round() {
            return 4;
        }

        @Override
        public Bytes encode() {
            return header(this).list(values, (w, value) -> value.write(w)).toBytes();
        }

        @Override
        public String toString() {
            return "Sums[%d]".formatted(values.size());
        }
    }

    /// Round 4, broadcast, from every party: the hash of transcript and result.
    record Agree(SessionId session, Digest32 result) implements CeremonyMessage {
        @Override
        public int round() {
            return 4;
        }

        @Override
        public Bytes encode() {
            return header(this).raw(result.bytes()).toBytes();
        }
    }

    /// The run it belongs to.
    SessionId session();

    /// Reads one message of `session`; points and scalars are checked while they are read.
    /// @spec docs/spec/ceremony.md#CE-9 ceremony
    static Parsed<CeremonyMessage> parse(Bytes encoded, SessionId session, Group group) {
        return Reader.parse(encoded, reader -> {
            var header = MessageHeader.read(reader, ProtocolCode.CEREMONY, session);
            return switch (header.messageCode()) {
                case 1 -> new Commit(session, Digest32.read(reader, "commitment"));
                case 2 -> new Open(session, Opening.read(reader, group));
                case 3 -> new Values(session, readValues(reader, group));
                case 4 -> new Sums(session, readValues(reader, group));
                case 5 -> new Agree(session, Digest32.read(reader, "result"));
                default -> throw header.unknownMessageCode();
            };
        });
    }

    private static List<SignedValue> readValues(Reader reader, Group group) throws MalformedInput {
        return reader.list(0, SignedValue.COUNT_MAX, "values", each -> SignedValue.read(each, group));
    }

    private static Writer header(CeremonyMessage message) {
        var code =
                switch (message) {
                    case Commit _ -> 1;
                    case Open _ -> 2;
                    case Values _ -> 3;
                    case Sums _ -> 4;
                    case Agree _ -> 5;
                };
        return new MessageHeader(ProtocolCode.CEREMONY, code, message.session()).begin();
    }
}
