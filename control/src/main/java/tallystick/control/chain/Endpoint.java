package tallystick.control.chain;

import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;

/// One chain, as control asks it. What it says decides nothing that nodes sign: they decode what they are given.
///
/// **Threads** any.
public sealed interface Endpoint permits NumberedEndpoint, OutputsEndpoint, ExpiringEndpoint {
    /// That of a chain.
    ///
    /// @param chain an EVM chain, a known network of Bitcoin, or a cluster of Solana
    /// @param endpoints at least one; a later one is asked where an earlier one does not answer
    /// @throws IllegalArgumentException if it is none of these: the caller's fault
    static Endpoint of(ChainId chain, List<URI> endpoints) {
        if (chain.namespace().equals(BitcoinNetwork.NAMESPACE)) return new BitcoinEndpoint(chain, endpoints);
        if (!isKnown(chain)) throw new IllegalArgumentException("no endpoints of %s here".formatted(chain));
        if (SolanaEndpoint.isCluster(chain)) return new SolanaEndpoint(chain, endpoints);
        return new EthereumEndpoint(chain, endpoints);
    }

    /// Whether there can be one of a chain.
    static boolean isKnown(ChainId chain) {
        return chain.namespace().equals("eip155")
                || BitcoinNetwork.of(chain).isPresent()
                || SolanaEndpoint.isCluster(chain);
    }

    /// Whether an endpoint of the chain can be there.
    static boolean isPlace(ChainId chain, URI place) {
        if (!CorePlace.is(place)) return place.getHost() != null;
        return chain.namespace().equals(BitcoinNetwork.NAMESPACE) && CorePlace.isGood(place);
    }

    /// Which chain.
    ChainId chain();

    /// How deep a transaction has to be to count as done.
    ///
    /// @param blocks what is asked of chains in general
    default int depth(int blocks) {
        return blocks;
    }

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

    /// What each endpoint of the chain shows of a transaction, for what one alone is not believed.
    ///
    /// @throws ChainUnreachable if one of them does not answer
    List<Sight> everyLook(String id) throws ChainUnreachable;
}
