package tallystick.node.rounds;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.BootId;

/// What two nodes tell each other to keep their pools stocked.
///
/// **Form** kind byte 1..4, then 32 bytes of boot · u32 length and a nonce batch · 32 bytes of invitation and u16
/// items · 32 bytes of boot.
sealed interface PoolNews {
    /// I live since this boot; whatever you held of an earlier life of mine is gone.
    record Hello(BootId boot) implements PoolNews {}

    /// Commitments to nonces of mine, as `mpc.ecdsa.NonceBatch`.
    record Nonces(Bytes batch) implements PoolNews {}

    /// Let us fill our pools, under this name.
    record Invitation(Digest32 name, int items) implements PoolNews {}

    /// I live since this boot and have not heard you: say who you are.
    record Unheard(BootId boot) implements PoolNews {}

    /// The longest nonce batch.
    int BATCH_BYTES_MAX = 256 * 1024;

    /// @spec docs/spec/node-wire.md#NW-11 node-wire
    default Bytes encode() {
        return switch (this) {
            case Hello(var boot) -> new Writer().u8(1).raw(boot.value().bytes()).toBytes();
            case Nonces(var batch) -> new Writer().u8(2).variable(batch).toBytes();
            case Invitation(var name, var items) ->
                new Writer().u8(3).raw(name.bytes()).u16(items).toBytes();
            case Unheard(var boot) ->
                new Writer().u8(4).raw(boot.value().bytes()).toBytes();
        };
    }

    static Parsed<PoolNews> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("pool news kind")) {
            case 1 -> new Hello(new BootId(Digest32.read(reader, "boot")));
            case 2 -> new Nonces(reader.variable(BATCH_BYTES_MAX, "nonce batch"));
            case 3 -> new Invitation(Digest32.read(reader, "invitation"), reader.u16("items"));
            case 4 -> new Unheard(new BootId(Digest32.read(reader, "boot")));
            default -> throw reader.malformed("pool news kind in 1..4");
        });
    }
}
