package tallystick.mpc.ecdsa;

import tallystick.crypto.secret.SecretBytes;
import tallystick.mpc.session.PartyId;

/// What one pair of parties shares for one key and epoch beyond their key shares, as signing needs it: the seed of their
/// zero-shares.
///
/// **Why** made together when the shares were made and thrown away with them, so a signing set of mixed epochs has
/// nothing in common to sign with.
///
/// **Threads** immutable until closed; closing destroys the seed.
public final class PairSecrets implements AutoCloseable {
    /// Length of the seed in bytes.
    public static final int SEED_LENGTH_BYTES = 32;

    private final PartyId peer;
    private final int epoch;
    private final SecretBytes zeroSeed;

    /// Takes over the seed.
    ///
    /// @param peer the other party
    /// @param epoch the generation of shares the seed was made for
    /// @param zeroSeed 32 bytes, the same on both sides
    public PairSecrets(PartyId peer, int epoch, SecretBytes zeroSeed) {
        if (zeroSeed.length() != SEED_LENGTH_BYTES)
            throw new IllegalArgumentException("zero-share seed of %d bytes, not 32".formatted(zeroSeed.length()));
        this.peer = peer;
        this.epoch = epoch;
        this.zeroSeed = zeroSeed;
    }

    /// The other party.
    public PartyId peer() {
        return peer;
    }

    /// The generation of shares.
    public int epoch() {
        return epoch;
    }

    SecretBytes zeroSeed() {
        return zeroSeed;
    }

    @Override
    public void close() {
        zeroSeed.close();
    }

    @Override
    public String toString() {
        return "PairSecrets with " + peer;
    }
}
