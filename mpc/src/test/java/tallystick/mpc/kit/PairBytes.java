package tallystick.mpc.kit;

import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ecdsa.PairSecrets;

/// Looks into the sealed form of a pair's secrets, as docs/spec/base-ot.md §5 lays it out.
public final class PairBytes {
    /// Magic, key, epoch, self, peer, set-up id.
    public static final int PUBLIC_BYTES = 7 + 32 + 4 + 2 + 2 + 32;

    private final Bytes all;

    /// Reads what `secrets` would be sealed as.
    public PairBytes(PairSecrets secrets, SecretMemory home) {
        try (var encoded = secrets.encode(home)) {
            all = Bytes.copyOf(encoded.memory().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /// All of it.
    public Bytes all() {
        return all;
    }

    /// Δ.
    public Bytes delta() {
        return all.slice(PUBLIC_BYTES, PUBLIC_BYTES + 16);
    }

    /// Bit `index` of Δ.
    public int deltaBit(int index) {
        return delta().at(index / 8) >>> index % 8 & 1;
    }

    /// The chosen seed of base OT `index`.
    public Bytes chosenSeed(int index) {
        return seed(PUBLIC_BYTES + 16, index);
    }

    /// Seed `branch` of base OT `index` in which this party is sender.
    public Bytes bothSeeds(int branch, int index) {
        return seed(PUBLIC_BYTES + 16 + 4096 + 4096 * branch, index);
    }

    /// The zero-share seed.
    public Bytes zeroSeed() {
        return all.slice(all.length() - 32, all.length());
    }

    private Bytes seed(int from, int index) {
        return all.slice(from + 32 * index, from + 32 * index + 32);
    }
}
