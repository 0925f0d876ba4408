package tallystick.core.chain.bitcoin;

/// From where on a fee is warned of. A chapter of [tallystick.core.chain.Knowledge]; without one, [#ORDINARY].
///
/// @param satoshiPerKvbMax satoshi per 1000 virtual bytes
/// @param percentMax of what is sent away, or of all that is moved if nothing is sent away; 0..100
public record FeeLimits(long satoshiPerKvbMax, int percentMax) {
    /// 500 satoshi per virtual byte, and a tenth of the amount.
    public static final FeeLimits ORDINARY = new FeeLimits(500_000, 10);

    /// @throws IllegalArgumentException if out of range: the caller's fault
    public FeeLimits {
        if (satoshiPerKvbMax < 0)
            throw new IllegalArgumentException("fee rate %d negative".formatted(satoshiPerKvbMax));
        if (percentMax < 0 || percentMax > 100)
            throw new IllegalArgumentException("%d percent not in 0..100".formatted(percentMax));
    }
}
