package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Stretches base-OT seeds to columns for one instance: key_i = SHA-256(purpose ‖ instance ‖ u32 i ‖ seed_i),
/// column i = the AES-256-CTR stream of key_i.
///
/// **Why** a seed serves many extensions; the instance (which holds fresh bytes of both sides) in the key makes every
/// stream new. Stretching a seed twice under one instance would reveal the sum of two choice vectors.
///
/// **Timing** constant in the seeds.
final class SeedColumns implements AutoCloseable {
    /// Length of a base-OT seed in bytes.
    static final int SEED_BYTES = 32;

    private final SecretBytes keys;
    private final SecretBytes key;
    private @Nullable PrgAes stream;

    private SeedColumns(SecretBytes keys, SecretBytes key) {
        this.keys = keys;
        this.key = key;
    }

    /// Keys of [VoleParameters#BASE_OTS] seeds in a row.
    static SeedColumns of(Digest32 instance, MemorySegment seeds, SecretMemory home) {
        try (var held = new Held()) {
            var keys = held.hold(home.allocate(VoleParameters.BASE_OTS * PrgAes.SEED_BYTES));
            var key = held.hold(home.allocate(PrgAes.SEED_BYTES));
            ExtensionHash.of("tallystick/ot-extension/v1/stretch", instance)
                    .digests(seeds, SEED_BYTES, VoleParameters.BASE_OTS, keys.memory(), home);
            return held.release(new SeedColumns(keys, key));
        }
    }

    /// The first `target.byteSize()` bytes of column `index`.
    void fill(int index, MemorySegment target) {
        MemorySegment.copy(keys.memory(), (long) index * PrgAes.SEED_BYTES, key.memory(), 0, PrgAes.SEED_BYTES);
        if (stream == null) stream = PrgAes.open(key, 0);
        else stream.restart(key, 0);
        stream.fill(target);
    }

    @Override
    public void close() {
        if (stream != null) stream.close();
        keys.close();
        key.close();
    }
}
