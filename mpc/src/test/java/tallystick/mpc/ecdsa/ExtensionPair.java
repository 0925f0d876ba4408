package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Ideal base OTs of one ordered pair, for tests of what stands on them.
final class ExtensionPair implements AutoCloseable {
    private static final int SEEDS_BYTES = VoleParameters.BASE_OTS * SeedColumns.SEED_BYTES;

    final SecretBytes delta;
    final SecretBytes zeroSeeds;
    final SecretBytes oneSeeds;
    final SecretBytes chosenSeeds;

    ExtensionPair(Entropy entropy, SecretMemory home) {
        delta = SecretBytes.random(ExtensionShape.ROW_BYTES, entropy, home);
        zeroSeeds = SecretBytes.random(SEEDS_BYTES, entropy, home);
        oneSeeds = SecretBytes.random(SEEDS_BYTES, entropy, home);
        chosenSeeds = home.allocate(SEEDS_BYTES);
        for (var i = 0; i < VoleParameters.BASE_OTS; i++) {
            var from = deltaBit(i) == 1 ? oneSeeds : zeroSeeds;
            MemorySegment.copy(from.memory(), 32L * i, chosenSeeds.memory(), 32L * i, 32);
        }
    }

    int deltaBit(int index) {
        return delta.memory().get(ValueLayout.JAVA_BYTE, index / 8) >>> index % 8 & 1;
    }

    @Override
    public void close() {
        delta.close();
        zeroSeeds.close();
        oneSeeds.close();
        chosenSeeds.close();
    }
}
