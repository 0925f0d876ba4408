package tallystick.node.rounds;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.BootId;

/// What two nodes tell each other to keep their pools stocked.
///
/// **Form** kind byte 1..5, then 32 bytes of boot, 32 bytes of the boot heard (zeros for none) and u32 nonces · u32
/// length and a nonce batch · 32 bytes of invitation and u16 items · nothing · items of both directions.
sealed interface PoolNews {
    /// What I am and what I have of yours; whatever you hold of another life of mine is gone.
    ///
    /// @param boot this life of mine
    /// @param heard the life of yours I know; empty if I know none
    /// @param nonces so many commitments of yours I hold
    record Hello(BootId boot, Optional<BootId> heard, int nonces) implements PoolNews {}

    /// Commitments to nonces of mine, as `mpc.ecdsa.NonceBatch`.
    record Nonces(Bytes batch) implements PoolNews {}

    /// Let us fill our pools, under this name.
    record Invitation(Digest32 name, int items) implements PoolNews {}

    /// Of the items we share I hold none any more: what you hold is of no use.
    record Emptied() implements PoolNews {}

    /// Of these items, which I chose for a run that has stopped, I hold nothing: what you hold is of no use.
    record Gone(Allocation items) implements PoolNews {}

    /// The longest nonce batch.
    int BATCH_BYTES_MAX = 256 * 1024;
    /// Stands for a boot where none is known.
    Digest32 NOBODY = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    /// @spec docs/spec/node-wire.md#NW-11 node-wire
    default Bytes encode() {
        return switch (this) {
            case Hello(var boot, var heard, var nonces) ->
                new Writer()
                        .u8(1)
                        .raw(boot.value().bytes())
                        .raw(heard.map(BootId::value).orElse(NOBODY).bytes())
                        .u32(nonces)
                        .toBytes();
            case Nonces(var batch) -> new Writer().u8(2).variable(batch).toBytes();
            case Invitation(var name, var items) ->
                new Writer().u8(3).raw(name.bytes()).u16(items).toBytes();
            case Emptied() -> new Writer().u8(4).toBytes();
            case Gone(var items) -> {
                var writer = new Writer().u8(5);
                items.write(writer);
                yield writer.toBytes();
            }
        };
    }

    static Parsed<PoolNews> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("pool news kind")) {
            case 1 ->
                new Hello(
                        new BootId(Digest32.read(reader, "boot")),
                        Optional.of(Digest32.read(reader, "boot heard"))
                                .filter(heard -> !heard.equals(NOBODY))
                                .map(BootId::new),
                        reader.u32("nonces held"));
            case 2 -> new Nonces(reader.variable(BATCH_BYTES_MAX, "nonce batch"));
            case 3 -> new Invitation(Digest32.read(reader, "invitation"), reader.u16("items"));
            case 4 -> new Emptied();
            case 5 -> new Gone(Allocation.read(reader, "items gone"));
            default -> throw reader.malformed("pool news kind in 1..5");
        });
    }
}
