package tallystick.node.refresh;

import tallystick.core.wire.CeremonyOrder;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What nodes say to each other about a refresh that is due.
///
/// **Form** kind byte 1..4 and the fields, `docs/spec/refresh.md`.
sealed interface RefreshMessage {
    /// May this key be refreshed now?
    ///
    /// @param ask names this time of asking
    record Ask(Digest32 ask, Digest32 keyId, int epoch, int rosterVersion) implements RefreshMessage {}

    /// It may, as far as the sender goes, which waits a little for the order.
    ///
    /// @param attempt the highest at the next epoch that the sender was ordered to make
    record Yes(Digest32 ask, int attempt) implements RefreshMessage {}

    /// It may not.
    ///
    /// @param why a lower-case phrase
    record No(Digest32 ask, String why) implements RefreshMessage {}

    /// Everybody said yes: this is the order.
    record Begin(Digest32 ask, CeremonyOrder order) implements RefreshMessage {}

    /// The longest phrase.
    int WHY_BYTES_MAX = 512;

    /// The longest order: a certificate and names.
    int ORDER_BYTES_MAX = 128 * 1024;

    /// @spec docs/spec/refresh.md#RE-2 refresh
    default Bytes encode() {
        var writer = new Writer();
        switch (this) {
            case Ask(var ask, var keyId, var epoch, var roster) ->
                writer.u8(1).raw(ask.bytes()).raw(keyId.bytes()).u32(epoch).u32(roster);
            case Yes(var ask, var attempt) -> writer.u8(2).raw(ask.bytes()).u32(attempt);
            case No(var ask, var why) -> writer.u8(3).raw(ask.bytes()).variable(Bytes.ofUtf8(why));
            case Begin(var ask, var order) -> writer.u8(4).raw(ask.bytes()).variable(order.encode());
        }
        return writer.toBytes();
    }

    static Parsed<RefreshMessage> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            var start = reader.position();
            var kind = reader.u8("kind");
            var ask = Digest32.read(reader, "ask");
            return switch (kind) {
                case 1 -> new Ask(ask, Digest32.read(reader, "key id"), reader.u32("epoch"), reader.u32("roster"));
                case 2 -> new Yes(ask, reader.u32("attempt"));
                case 3 -> new No(ask, why(reader));
                case 4 -> new Begin(ask, order(reader));
                default -> throw new MalformedInput(start, "kind in 1..4");
            };
        });
    }

    private static String why(Reader reader) throws MalformedInput {
        var start = reader.position();
        var bytes = reader.variable(WHY_BYTES_MAX, "why");
        var text = new String(bytes.toArray(), java.nio.charset.StandardCharsets.UTF_8);
        if (!Bytes.ofUtf8(text).equals(bytes)) throw new MalformedInput(start, "why as utf-8");
        return text;
    }

    private static CeremonyOrder order(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (CeremonyOrder.parse(reader.variable(ORDER_BYTES_MAX, "order"))) {
            case Parsed.Ok<CeremonyOrder>(var order) -> order;
            case Parsed.Malformed<CeremonyOrder>(var offset, var expected) ->
                throw new MalformedInput(start + 4 + offset, expected);
        };
    }
}
