package tallystick.core.policy;

/// What somebody wants to do, as rules name it.
public enum Activity {
    /// Value moves.
    TRANSFER,
    /// Value moves to several at once: each transfer of such a transaction is this as well.
    BATCH,
    /// A contract's function runs, or bytes reach one that nobody can read.
    CONTRACT_CALL,
    /// New code is put on a chain.
    CONTRACT_DEPLOY,
    /// Somebody may take value later without asking again.
    APPROVE_ALLOWANCE,
    /// Structured data is signed that is no allowance and no transfer.
    TYPED_DATA,
    /// A text or bytes are signed, or written on a chain beside a payment.
    MESSAGE,
    /// A hash is signed that nobody can read.
    RAW_HASH,
    /// The rules change of who commands an account: owners, threshold, modules, guard, code.
    WALLET_ADMIN,
    /// A key's account runs somebody's code from now on.
    EIP7702_AUTH,
    /// Stake is delegated or its authority changes.
    STAKE,
    /// A transaction takes the place of one that was signed before: asked beside what it does.
    REPLACE_BY_FEE,
    /// A login or another statement of who one is.
    IDENTITY_SIGN,
    /// An entry joins or leaves the address book.
    ADDRESS_BOOK_CHANGE,
    /// Another version of a policy.
    POLICY_CHANGE,
    /// People, their groups and roles.
    USER_ROLE_CHANGE,
    /// Keys of programs.
    API_KEY_CHANGE,
    /// Whom events are sent to.
    WEBHOOK_CHANGE,
    /// A new key.
    KEY_GENERATE,
    /// New shares for the same holders.
    KEY_REFRESH,
    /// New shares for other holders.
    KEY_RESHARE,
    /// A sealed copy of a share leaves its holder.
    KEY_EXPORT_BACKUP,
    /// A share comes back from its copy, or a key from its shares.
    KEY_RECOVER,
    /// A key's shares are destroyed.
    KEY_DESTROY,
    /// A freeze ends.
    UNFREEZE
}
