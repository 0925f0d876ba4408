package tallystick.core.chain.ethereum.build;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.Replacement;

/// What a chain shows of the account that pays.
///
/// @param nonces which sequence numbers are used
/// @param market what would be bid now
/// @param gasLimit what to ask for instead of what is usual
/// @param balance wei
/// @param tokens base units of tokens of EIP-20, by contract
public record AccountState(
        Nonces nonces,
        Replacement.FeeBid market,
        Optional<BigInteger> gasLimit,
        BigInteger balance,
        Map<Address, BigInteger> tokens) {
    /// Gas of a transfer of a token where nothing was said: twice what ordinary tokens take.
    public static final BigInteger GAS_OF_A_TOKEN_TRANSFER = BigInteger.valueOf(120_000);

    /// Which sequence numbers are used.
    ///
    /// @param mined how many transactions of the account are in blocks: the first number that can still be used
    /// @param next the first number that no transaction waits under, `mined` or more
    public record Nonces(BigInteger mined, BigInteger next) {
        /// @throws IllegalArgumentException if negative, not below 2^64-1, or the next before those mined: the
        /// caller's fault
        public Nonces {
            if (mined.signum() < 0 || next.compareTo(mined) < 0)
                throw new IllegalArgumentException("next nonce below those mined");
            if (next.add(BigInteger.ONE).bitLength() > 64) throw new IllegalArgumentException("nonce not below 2^64-1");
        }
    }

    /// @throws IllegalArgumentException if a balance or the gas limit is out of range: the caller's fault
    public AccountState {
        tokens = Map.copyOf(tokens);
        gasLimit.ifPresent(limit -> check(limit, 64, "gas limit"));
        check(balance, 256, "balance");
        tokens.values().forEach(each -> check(each, 256, "balance of a token"));
    }

    private static void check(BigInteger number, int bitsMax, String what) {
        if (number.signum() < 0 || number.bitLength() > bitsMax)
            throw new IllegalArgumentException("%s not in 0..2^%d-1".formatted(what, bitsMax));
    }
}
