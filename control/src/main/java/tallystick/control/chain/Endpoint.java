package tallystick.control.chain;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SignedTransaction;
import tallystick.crypto.codec.Bytes;

/// One chain, as control asks it. What it says decides nothing that nodes sign: they decode what they are given.
///
/// **Threads** any.
public interface Endpoint {
    /// Which chain.
    ChainId chain();

    /// The first sequence number of `account` that no transaction the chain knows uses, waiting ones counted.
    BigInteger nonceNext(Account account) throws ChainUnreachable;

    /// The first sequence number of `account` that no transaction in a block uses that is so deep.
    ///
    /// @param depth 1 for every block there is
    BigInteger nonceMined(Account account, int depth) throws ChainUnreachable;

    /// What there is to build from: a state file, docs/spec/state.md.
    ///
    /// @param nonce the sequence number to use
    /// @param asset what is to be paid
    Bytes state(Account account, BigInteger nonce, Asset asset) throws ChainUnreachable;

    /// What `account` has of `asset`, in base units; empty if it is no asset of the chain.
    Optional<BigInteger> balance(Account account, Asset asset) throws ChainUnreachable;

    /// What `account` has of these assets, and how many transactions it sent, at the end of a block that is so deep.
    ///
    /// @param assets of this chain, others are left out
    Holding holding(Account account, Set<Asset> assets, int depth) throws ChainUnreachable;

    /// Gives it a transaction. The same again changes nothing.
    Reception broadcast(SignedTransaction transaction) throws ChainUnreachable;

    /// Looks for a transaction.
    Sight look(String id) throws ChainUnreachable;
}
