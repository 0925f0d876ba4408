package tallystick.control.chain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.crypto.codec.Bytes;

/// A chain whose transactions spend outputs of earlier ones, so that of those that spend one output one is mined.
public non-sealed interface OutputsEndpoint extends Endpoint {
    /// What there is to build from: outputs of `account` that are in a block and that nothing waiting spends, each with
    /// the transaction that made it. Of very many it has the largest.
    ///
    /// @param held what of these is left out
    /// @param satoshiPerKvbMin what is offered at least
    Spendable state(Account account, Set<OutPoint> held, long satoshiPerKvbMin) throws ChainUnreachable;

    /// What the chain showed of an account. It is asked no more.
    @FunctionalInterface
    interface Spendable {
        /// A state file, docs/spec/state.md.
        ///
        /// @param held what is left out, whatever was left out before
        Bytes without(Set<OutPoint> held);
    }

    /// Whether the chain has the output, spent or not.
    boolean has(OutPoint output) throws ChainUnreachable;

    /// The transaction that spends an output; empty if the chain shows none.
    Optional<Spender> spender(OutPoint output) throws ChainUnreachable;

    /// What each endpoint of the chain says [#spender] is. One that keeps no list of these says whether the rival is.
    ///
    /// @param rival the transaction that one of them says it is
    /// @throws ChainUnreachable if one of them does not answer
    List<Optional<Spender>> everySpender(OutPoint output, String rival) throws ChainUnreachable;

    /// A transaction that spends an output.
    ///
    /// @param id what the chain calls it
    /// @param depth how many blocks there are from its own on; 0 while it is in none
    record Spender(String id, int depth) {
        /// One that is known to spend, where it is seen; none where it is not.
        static Optional<Spender> seen(String id, Sight sight) {
            return switch (sight) {
                case Sight.Unknown _ -> Optional.empty();
                case Sight.Waiting _ -> Optional.of(new Spender(id, 0));
                case Sight.Mined mined -> Optional.of(new Spender(id, mined.depth()));
            };
        }
    }
}
