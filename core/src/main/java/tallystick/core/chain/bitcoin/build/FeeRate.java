package tallystick.core.chain.bitcoin.build;

/// What is offered for space in a block.
///
/// @param satoshiPerKvb satoshi per 1000 virtual bytes, 0..10^9
public record FeeRate(long satoshiPerKvb) {
    /// What nodes want for relaying anything, and for each byte of a replacement besides the fee replaced.
    public static final FeeRate RELAY = new FeeRate(1000);

    /// The greatest there is.
    public static final FeeRate MAX = new FeeRate(1_000_000_000L);

    /// @throws IllegalArgumentException if out of range: the caller's fault
    public FeeRate {
        if (satoshiPerKvb < 0 || satoshiPerKvb > 1_000_000_000L)
            throw new IllegalArgumentException("fee rate %d not in 0..10^9".formatted(satoshiPerKvb));
    }

    /// The fee for so many virtual bytes, rounded up.
    public long satoshi(int virtualBytes) {
        return (satoshiPerKvb * virtualBytes + 999) / 1000;
    }

    /// The fee for so many weight units, rounded up.
    long satoshiForWeight(int weightUnits) {
        return (satoshiPerKvb * weightUnits + 3999) / 4000;
    }
}
