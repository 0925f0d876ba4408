package tallystick.core.chain.ethereum.call;

/// What an organisation knows a contract to be.
public enum ContractKind {
    /// A token of interchangeable units.
    ERC20,
    /// A collection of single items.
    ERC721,
    /// A collection of items with units.
    ERC1155,
    /// An ERC-20 token that wraps the chain's coin one for one.
    WRAPPED_COIN,
    /// An account with code: a Safe, an older multisignature wallet, an ERC-4337 account.
    CONTRACT_ACCOUNT,
    /// Something known that is none of these.
    OTHER;

    /// Whether its units are moved by `transfer`.
    boolean isErc20() {
        return this == ERC20 || this == WRAPPED_COIN;
    }
}
