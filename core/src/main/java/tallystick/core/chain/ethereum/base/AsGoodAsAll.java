package tallystick.core.chain.ethereum.base;

import java.math.BigInteger;

/// Amounts of an allowance that nobody will ever use up.
///
/// **Why** whoever asks for the greatest number less one asks for no less than all, and must not slip past the warning
/// by that one.
///
/// **Form** base units. As good as all are amounts from 2^127 on, which no token has, so also all near the greatest
/// number of 128, 160 and 256 bits; and from 2^95 to 2^96-1, of which tokens that count in 96 bits take the greatest
/// for all there is.
public final class AsGoodAsAll {
    private static final int BITS_OF_NO_TOKEN = 128;
    private static final int BITS_OF_A_NARROW_TOKEN = 96;

    private AsGoodAsAll() {}

    /// Whether an allowance of this amount is one without limit in all but name.
    /// @spec docs/spec/ethereum.md#ET-8 ethereum
    public static boolean is(BigInteger amount) {
        return amount.bitLength() >= BITS_OF_NO_TOKEN || amount.bitLength() == BITS_OF_A_NARROW_TOKEN;
    }
}
