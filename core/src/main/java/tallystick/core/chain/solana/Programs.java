package tallystick.core.chain.solana;

/// Addresses that are the same on every cluster: the programs read here, and the accounts their instructions name.
///
/// @spec https://solana.com/docs/core/programs/builtin-programs Solana documentation, builtin programs
public final class Programs {
    /// Accounts and coin.
    public static final Address SYSTEM = Address.ofText("11111111111111111111111111111111");
    /// Tokens.
    public static final Address TOKEN = Address.ofText("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    /// Tokens with extensions.
    public static final Address TOKEN_2022 = Address.ofText("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
    /// One token account per owner and mint.
    public static final Address ASSOCIATED_TOKEN = Address.ofText("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    /// What a transaction may use and pays for priority.
    public static final Address COMPUTE_BUDGET = Address.ofText("ComputeBudget111111111111111111111111111111");
    /// Stake.
    public static final Address STAKE = Address.ofText("Stake11111111111111111111111111111111111111");
    /// Programs that can be replaced.
    public static final Address UPGRADEABLE_LOADER = Address.ofText("BPFLoaderUpgradeab1e11111111111111111111111");

    static final Address MEMO_1 = Address.ofText("Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo");
    static final Address MEMO_2 = Address.ofText("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
    static final Address VERIFY_ED25519 = Address.ofText("Ed25519SigVerify111111111111111111111111111");
    static final Address VERIFY_SECP256K1 = Address.ofText("KeccakSecp256k11111111111111111111111111111");
    static final Address VERIFY_SECP256R1 = Address.ofText("Secp256r1SigVerify1111111111111111111111111");

    static final Address RECENT_BLOCKHASHES = Address.ofText("SysvarRecentB1ockHashes11111111111111111111");
    static final Address RENT = Address.ofText("SysvarRent111111111111111111111111111111111");
    static final Address CLOCK = Address.ofText("SysvarC1ock11111111111111111111111111111111");
    static final Address STAKE_HISTORY = Address.ofText("SysvarStakeHistory1111111111111111111111111");

    private Programs() {}
}
