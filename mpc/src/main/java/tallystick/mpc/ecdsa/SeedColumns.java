package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Stretches base-OT seeds to columns for one instance: key_i = SHA-256(purpose ‖ instance ‖ seed_i ‖ u32 i),
/// column i = the AES-256-CTR stream of key_i.
///
/// **Why** a seed serves many extensions; the instance (which holds fresh bytes of both sides) in the key makes every
/// stream new. Stretching a seed twice under one instance would reveal the sum of two choice vectors.
///
/// **Timing** constant in the seeds.
final class SeedColumns implements AutoCloseable {
    /// Length of a base-OT seed in bytes.
    static final int SEED_BYTES = 32;

    private static final String PURPOSE = "tallystick/ot-extension/v1/stretch";
    private static final int MESSAGE_BITS = 8 * (64 + SEED_BYTES + 4);
    private static final ValueLayout.OfInt BIG = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final SecretBytes keys;
    private final SecretBytes key;

    private SecretMemory home() {
        return keys.home();
    }

    private SeedColumns(SecretBytes keys) {
        this.keys = keys;
        this.key = home().allocate(PrgAes.SEED_BYTES);
    }

    /// Keys of [VoleParameters#BASE_OTS] seeds in a row.
    static SeedColumns of(Digest32 instance, MemorySegment seeds, SecretMemory home) {
        var count = VoleParameters.BASE_OTS;
        var prefix = Midstate.after(Bytes.concat(Transcript.of(PURPOSE).digest().bytes(), instance.bytes()));
        var columns = new SeedColumns(home.allocate(count * PrgAes.SEED_BYTES));
        try (var blocks = home.allocate(count * Sha256Batch.BLOCK_BYTES)) {
            var memory = blocks.memory();
            for (var i = 0; i < count; i++) {
                var at = (long) i * Sha256Batch.BLOCK_BYTES;
                MemorySegment.copy(seeds, (long) i * SEED_BYTES, memory, at, SEED_BYTES);
                memory.set(BIG, at + SEED_BYTES, i);
                memory.set(BIG, at + SEED_BYTES + 4, 0x8000_0000);
                memory.set(BIG, at + Sha256Batch.BLOCK_BYTES - 4, MESSAGE_BITS);
            }
            Sha256Batch.compressMany(prefix.state(), memory, count, columns.keys.memory());
        }
        return columns;
    }

    /// The first `target.byteSize()` bytes of column `index`.
    void fill(int index, MemorySegment target) {
        MemorySegment.copy(keys.memory(), (long) index * PrgAes.SEED_BYTES, key.memory(), 0, PrgAes.SEED_BYTES);
        try (var stream = PrgAes.open(key, 0)) {
            stream.fill(target);
        }
    }

    @Override
    public void close() {
        keys.close();
        key.close();
    }
}
