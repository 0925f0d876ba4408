package tallystick.control.chain;

import tallystick.core.chain.Account;
import tallystick.crypto.codec.Bytes;

/// A chain whose transactions name a recent block and are executed no more once it is old. No two of them exclude each
/// other, so whether one can still be executed has to be known before another is made in its place.
public non-sealed interface ExpiringEndpoint extends Endpoint {
    /// What there is to build from: a state file, docs/spec/state.md, which leaves the recent block open.
    ///
    /// @param to who is paid
    Bytes state(Account account, Account to) throws ChainUnreachable;

    /// A recent block, as late as can be.
    Recent recent() throws ChainUnreachable;

    /// Whether no block can execute any more what names this one, and none that stays did.
    ///
    /// **Why** every endpoint is asked, and each has to say so: who pays anew on a lie pays twice.
    ///
    /// @param id what the chain calls the transaction
    /// @throws ChainUnreachable if one of them does not answer, or keeps too little to say
    boolean isOver(Recent recent, String id) throws ChainUnreachable;

    /// The same of one whose name nobody knows, because nobody here has its signature: it may be any that the account
    /// signed since.
    ///
    /// @throws ChainUnreachable as there
    boolean isOver(Recent recent, Account account) throws ChainUnreachable;

    /// How many transactions `account` signed that are in blocks after one and up to another, which both stay.
    long signed(Account account, long after, long upTo) throws ChainUnreachable;

    /// A block that a transaction may name.
    ///
    /// @param hash 32 bytes
    /// @param slot in which the chain was seen to have it
    /// @param heightLast how many blocks deep the last block lies that executes what names it
    record Recent(Bytes hash, long slot, long heightLast) {}
}
