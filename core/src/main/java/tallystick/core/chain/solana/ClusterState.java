package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;

/// What a cluster shows of the account that pays.
///
/// @param blockhash a recent one, 32 bytes; without it a transaction is made with it left open
/// @param nonce under which transactions do not expire
/// @param budget what is asked and paid for computing
/// @param lamports what there is
/// @param tokens what token accounts of the payer hold
public record ClusterState(
        Optional<Bytes> blockhash,
        Optional<Nonce> nonce,
        Optional<Budget> budget,
        Lamports lamports,
        List<Holding> tokens) {
    /// The least an account without data must hold to stay, on every cluster today: 128 bytes for two years.
    public static final BigInteger RENT_EXEMPT = BigInteger.valueOf(890_880);

    /// A durable nonce.
    ///
    /// @param value what it holds now, 32 bytes
    public record Nonce(NonceAccount account, Bytes value) {}

    /// What is asked and paid for computing.
    ///
    /// @param units 1..1,400,000
    /// @param microLamports for each unit, 0..2^64-1
    public record Budget(long units, BigInteger microLamports) {}

    /// Coin.
    ///
    /// @param payer what the payer has
    /// @param receiver what the receiver has; 0 if it is not there
    /// @param rentExempt the least that an account must hold to stay
    public record Lamports(BigInteger payer, BigInteger receiver, BigInteger rentExempt) {
        /// @throws IllegalArgumentException if one is not in 0..2^64-1: the caller's fault
        public Lamports {
            for (var each : List.of(payer, receiver, rentExempt))
                if (each.signum() < 0 || each.bitLength() > 64)
                    throw new IllegalArgumentException("lamports not in 0..2^64-1");
        }
    }

    /// A token account of the payer.
    ///
    /// @param amount base units, 0..2^64-1
    /// @param receiverHasAccount whether the receiver has a token account for this token
    public record Holding(Token token, Address account, BigInteger amount, boolean receiverHasAccount) {}

    /// Copies.
    public ClusterState {
        tokens = List.copyOf(tokens);
    }
}
