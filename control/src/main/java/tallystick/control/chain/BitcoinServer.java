package tallystick.control.chain;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.Transaction;

/// What shows a network of Bitcoin: one server, or several of a kind of which the next is asked where one is silent.
///
/// **Why** what a kind of server cannot tell it throws, and never says that there is none of it.
///
/// **Threads** any.
sealed interface BitcoinServer permits EsploraServer, CoreServer {
    /// How many blocks there are above the first.
    int height() throws ChainUnreachable;

    /// The id of the chain's block of a height.
    String blockAt(int height) throws ChainUnreachable;

    /// What an address can spend.
    List<Unspent> unspent(Account account) throws ChainUnreachable;

    /// The transaction of an id, which its bytes prove.
    ///
    /// @throws ChainUnreachable if there is none, too
    Transaction transaction(String id) throws ChainUnreachable;

    /// What a transaction offers that shall wait for about six blocks, in satoshi for a thousand virtual bytes; where
    /// there is no estimate, the least that nodes of the network pass on.
    long satoshiPerKvb() throws ChainUnreachable;

    /// Gives it a transaction. The same again changes nothing.
    Reception broadcast(SignedTransaction transaction) throws ChainUnreachable;

    /// Looks for a transaction.
    Sight look(String id) throws ChainUnreachable;

    /// Whether it knows the output, spent or not.
    boolean has(OutPoint output) throws ChainUnreachable;

    /// The transaction that spends an output, which its bytes prove; empty if none does.
    Optional<OutputsEndpoint.Spender> spender(OutPoint output) throws ChainUnreachable;

    /// The same; where it cannot tell who, this one if it is.
    ///
    /// @param rival the id of a transaction
    Optional<OutputsEndpoint.Spender> spender(OutPoint output, String rival) throws ChainUnreachable;

    /// What an address had at the end of an earlier block.
    OutputsHistory.Then at(Account account, int block) throws ChainUnreachable;
}
