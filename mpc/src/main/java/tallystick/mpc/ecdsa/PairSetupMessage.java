package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// What the two parties of a pair say in their set-up; all direct, both directions of base OT in one message.
///
/// **Form** header (protocol 3, message code = round), then the fields in order, all of fixed length.
/// `docs/spec/base-ot.md` §3.
public sealed interface PairSetupMessage extends Message {
    /// Which run.
    SessionId session();

    /// Round 1: B with its proof, and the commitment to this side's half of the zero seed.
    ///
    /// @param point B, 33 bytes
    /// @param proof of knowledge of its scalar, 65 bytes
    /// @param zeroCommitment to 32 bytes
    record Begin(SessionId session, Point point, Proof proof, Digest32 zeroCommitment) implements PairSetupMessage {}

    /// Round 2: the choice points, and the opened half of the zero seed.
    ///
    /// @param choices A_1 … A_128, 33 bytes each
    /// @param zeroOpening 32 bytes
    record Choices(SessionId session, List<Point> choices, Bytes zeroOpening) implements PairSetupMessage {
        /// Copies.
        public Choices {
            choices = List.copyOf(choices);
        }

        @Override
        public String toString() {
            return "Choices";
        }
    }

    /// Round 3: ξ_1 … ξ_128, 32 bytes each.
    record Challenges(SessionId session, Bytes challenges) implements PairSetupMessage {}

    /// Round 4: the responses, 32 bytes each.
    record Responses(SessionId session, Bytes responses) implements PairSetupMessage {}

    /// Round 5: the openings of all zero pads, then of all one pads, 32 bytes each.
    record Openings(SessionId session, Bytes openings) implements PairSetupMessage {}

    /// A proof of knowledge on the wire.
    ///
    /// @param encoded 65 bytes, of which parsing has checked point and scalar
    record Proof(Bytes encoded) {
        static Proof of(KnowledgeProof proof) {
            var writer = new Writer();
            proof.write(writer);
            return new Proof(writer.toBytes());
        }

        KnowledgeProof decode() {
            return Reader.parse(encoded, KnowledgeProof::read).orThrow();
        }
    }

    @Override
    default int round() {
        return switch (this) {
            case Begin _ -> 1;
            case Choices _ -> 2;
            case Challenges _ -> 3;
            case Responses _ -> 4;
            case Openings _ -> 5;
        };
    }

    @Override
    default Bytes encode() {
        var writer = new MessageHeader(ProtocolCode.BASE_OT, round(), session()).begin();
        switch (this) {
            case Begin(var _, var point, var proof, var zeroCommitment) ->
                writer.raw(point.encode()).raw(proof.encoded()).raw(zeroCommitment.bytes());
            case Choices(var _, var choices, var zeroOpening) -> {
                for (var choice : choices) writer.raw(choice.encode());
                writer.raw(zeroOpening);
            }
            case Challenges(var _, var challenges) -> writer.raw(challenges);
            case Responses(var _, var responses) -> writer.raw(responses);
            case Openings(var _, var openings) -> writer.raw(openings);
        }
        return writer.toBytes();
    }

    /// Reads one message of the run `session`.
    static Parsed<PairSetupMessage> parse(Bytes encoded, SessionId session) {
        return Reader.parse(encoded, reader -> read(reader, session));
    }

    private static PairSetupMessage read(Reader reader, SessionId session) throws MalformedInput {
        var header = MessageHeader.read(reader, ProtocolCode.BASE_OT, session);
        var count = VoleParameters.BASE_OTS;
        return switch (header.messageCode()) {
            case 1 -> {
                var point = group().readPoint(reader, "point");
                var proof = Proof.of(KnowledgeProof.read(reader));
                yield new Begin(session, point, proof, Digest32.read(reader, "zero commitment"));
            }
            case 2 -> {
                var choices = new ArrayList<Point>(count);
                for (var j = 0; j < count; j++) choices.add(group().readPoint(reader, "choice"));
                yield new Choices(session, choices, reader.raw(32, "zero opening"));
            }
            case 3 -> new Challenges(session, reader.raw(32 * count, "challenges"));
            case 4 -> new Responses(session, reader.raw(32 * count, "responses"));
            case 5 -> new Openings(session, reader.raw(64 * count, "openings"));
            default -> throw header.unknownMessageCode();
        };
    }

    /// Points this side has made itself.
    static List<Point> points(Bytes encoded) {
        var points = new ArrayList<Point>(VoleParameters.BASE_OTS);
        for (var at = 0; at < encoded.length(); at += BaseOtReceiver.POINT_BYTES)
            points.add(group().parsePoint(encoded.slice(at, at + BaseOtReceiver.POINT_BYTES))
                    .orThrow());
        return points;
    }

    private static Group group() {
        return Curve.SECP256K1.group();
    }
}
