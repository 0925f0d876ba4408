package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import tallystick.crypto.secret.SecretBytes;

/// What the receiver of OT extensions keeps of the base OTs, in which it was sender: both seeds of each.
///
/// **Form** 128 seeds s⁰ of 32 bytes, then 128 seeds s¹. **Threads** guarded by its [PairSecrets].
final class ExtensionReceiverState implements AutoCloseable {
    static final int SEEDS_BYTES = VoleParameters.BASE_OTS * SeedColumns.SEED_BYTES;
    static final int LENGTH_BYTES = 2 * SEEDS_BYTES;

    private final SecretBytes seeds;

    /// Takes over `seeds`.
    ExtensionReceiverState(SecretBytes seeds) {
        this.seeds = seeds;
    }

    MemorySegment zeroSeeds() {
        return seeds.memory().asSlice(0, SEEDS_BYTES);
    }

    MemorySegment oneSeeds() {
        return seeds.memory().asSlice(SEEDS_BYTES, SEEDS_BYTES);
    }

    MemorySegment memory() {
        return seeds.memory();
    }

    @Override
    public void close() {
        seeds.close();
    }
}
