package tallystick.control.chain;

import java.math.BigInteger;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.crypto.codec.Bytes;

/// A chain whose accounts number their transactions, so that of one number one transaction is mined.
public non-sealed interface NumberedEndpoint extends Endpoint {
    /// The first sequence number of `account` that no transaction the chain knows uses, waiting ones counted.
    BigInteger nonceNext(Account account) throws ChainUnreachable;

    /// The first sequence number of `account` that no transaction in a block uses that is so deep.
    ///
    /// @param depth 1 for every block there is
    BigInteger nonceMined(Account account, int depth) throws ChainUnreachable;

    /// The least of what each endpoint of the chain says [#nonceMined] is.
    ///
    /// @throws ChainUnreachable if one of them does not answer
    BigInteger nonceMinedByAll(Account account, int depth) throws ChainUnreachable;

    /// What there is to build from, whichever sequence number is used.
    ///
    /// @param asset what is to be paid
    Numbering state(Account account, Asset asset) throws ChainUnreachable;

    /// What the chain showed of an account. It is asked no more.
    @FunctionalInterface
    interface Numbering {
        /// A state file, docs/spec/state.md.
        ///
        /// @param nonce the sequence number to use
        Bytes with(BigInteger nonce);
    }
}
