package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import tallystick.crypto.secret.SecretBytes;

/// What the sender of OT extensions keeps of the base OTs, in which it was receiver: its choices Δ and the chosen
/// seeds.
///
/// **Form** Δ, 16 bytes, then 128 seeds of 32 bytes. **Threads** guarded by its [PairSecrets].
final class ExtensionSenderState implements AutoCloseable {
    static final int LENGTH_BYTES = ExtensionShape.ROW_BYTES + ExtensionReceiverState.SEEDS_BYTES;

    private final SecretBytes values;

    /// Takes over `values`.
    ExtensionSenderState(SecretBytes values) {
        this.values = values;
    }

    MemorySegment delta() {
        return values.memory().asSlice(0, ExtensionShape.ROW_BYTES);
    }

    MemorySegment seeds() {
        return values.memory().asSlice(ExtensionShape.ROW_BYTES, ExtensionReceiverState.SEEDS_BYTES);
    }

    MemorySegment memory() {
        return values.memory();
    }

    @Override
    public void close() {
        values.close();
    }
}
