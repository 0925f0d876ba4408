package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.SessionId;

/// What the two parties of a pair say when they fill their pools; all direct, both directions of VOLE in one run.
///
/// **Form** header (protocol 4, message code = round), then the fields in order, all of lengths the number of items
/// fixes. `docs/spec/vole.md` §4.
public sealed interface PoolMessage extends Message {
    /// Which run.
    SessionId session();

    /// Round 1.
    ///
    /// @param agreement hash of key, epoch, set-up, parties and number of items: compared before any OT state is
    /// touched
    /// @param boot which life of the sender's process
    /// @param fresh 32 bytes never used before
    record Hello(SessionId session, Digest32 agreement, BootId boot, Bytes fresh) implements PoolMessage {}

    /// Round 2: of the OT extension in which the sender of this message is receiver.
    ///
    /// @param hellos hash of both hellos as its sender saw them
    /// @param corrections 127 columns
    /// @param bitsCheck 16 bytes
    /// @param rowsCheck a hash
    record Extend(SessionId session, Digest32 hellos, Bytes corrections, Bytes bitsCheck, Digest32 rowsCheck)
            implements PoolMessage {
        @Override
        public String toString() {
            return "Extend";
        }
    }

    /// Round 3: the VOLEs in which the sender of this message is sender.
    ///
    /// @param items one for each item
    record Correlate(SessionId session, List<Corrections> items) implements PoolMessage {
        /// Copies.
        public Correlate {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return "Correlate";
        }
    }

    /// Round 4: hash of all that was said, before first use.
    record Confirm(SessionId session, Digest32 digest) implements PoolMessage {}

    /// One item's VOLE message.
    ///
    /// @param scalars corrections, 2256 scalars below n
    /// @param rowsCheck a hash
    /// @param inputsCheck a scalar below n
    record Corrections(Bytes scalars, Digest32 rowsCheck, Bytes inputsCheck) {
        static Corrections of(VoleMessage message) {
            return new Corrections(message.corrections(), message.rowsCheck(), message.inputsCheck());
        }

        int lengthBytes() {
            return scalars.length() + Digest32.LENGTH_BYTES + inputsCheck.length();
        }

        VoleMessage message() {
            return new VoleMessage(scalars, rowsCheck, inputsCheck);
        }
    }

    @Override
    default int round() {
        return switch (this) {
            case Hello _ -> 1;
            case Extend _ -> 2;
            case Correlate _ -> 3;
            case Confirm _ -> 4;
        };
    }

    @Override
    default Bytes encode() {
        var writer = new MessageHeader(ProtocolCode.POOL, round(), session()).begin(bodyBytes());
        switch (this) {
            case Hello(var _, var agreement, var boot, var fresh) ->
                writer.raw(agreement.bytes()).raw(boot.value().bytes()).raw(fresh);
            case Extend(var _, var hellos, var corrections, var bitsCheck, var rowsCheck) ->
                writer.raw(hellos.bytes()).raw(corrections).raw(bitsCheck).raw(rowsCheck.bytes());
            case Correlate(var _, var items) ->
                items.forEach(item -> item.message().write(writer));
            case Confirm(var _, var digest) -> writer.raw(digest.bytes());
        }
        return writer.toBytes();
    }

    private int bodyBytes() {
        return switch (this) {
            case Hello _ -> 3 * Digest32.LENGTH_BYTES;
            case Extend extend ->
                2 * Digest32.LENGTH_BYTES
                        + extend.corrections().length()
                        + extend.bitsCheck().length();
            case Correlate(var _, var items) ->
                items.stream().mapToInt(Corrections::lengthBytes).sum();
            case Confirm _ -> Digest32.LENGTH_BYTES;
        };
    }

    /// Reads one message of the run `session` of so many items.
    static Parsed<PoolMessage> parse(Bytes encoded, SessionId session, int items) {
        return Reader.parse(encoded, reader -> read(reader, session, ExtensionShape.of(items)));
    }

    private static PoolMessage read(Reader reader, SessionId session, ExtensionShape shape) throws MalformedInput {
        var header = MessageHeader.read(reader, ProtocolCode.POOL, session);
        return switch (header.messageCode()) {
            case 1 ->
                new Hello(
                        session,
                        Digest32.read(reader, "agreement"),
                        new BootId(Digest32.read(reader, "boot id")),
                        reader.raw(32, "fresh bytes"));
            case 2 ->
                new Extend(
                        session,
                        Digest32.read(reader, "hellos"),
                        reader.raw(shape.correctionsBytes(), "corrections"),
                        reader.raw(LinearCheck.BITS_BYTES, "bits check"),
                        Digest32.read(reader, "rows check"));
            case 3 -> {
                var items = new ArrayList<Corrections>(shape.items());
                for (var i = 0; i < shape.items(); i++)
                    items.add(Corrections.of(VoleMessage.read(reader, shape.gadgetLength())));
                yield new Correlate(session, items);
            }
            case 4 -> new Confirm(session, Digest32.read(reader, "digest"));
            default -> throw header.unknownMessageCode();
        };
    }
}
