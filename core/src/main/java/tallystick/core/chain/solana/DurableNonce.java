package tallystick.core.chain.solana;

import java.util.Optional;

/// The first instruction of a transaction that does not expire: it can be executed as long as the nonce account holds
/// the value that stands in place of the blockhash.
///
/// @param account the nonce account, if the instruction names one
/// @param authority who advances the nonce, if the instruction names one
/// @spec https://solana.com/docs/core/transactions/durable-nonces Solana documentation, durable nonces
public record DurableNonce(Optional<Address> account, Optional<Address> authority) {
    private static final int ADVANCE = 4;

    /// Seen as loosely as a chain could see it: the System program, and data that begins with `04000000`.
    /// @spec docs/spec/solana.md#SO-3 solana
    static Optional<DurableNonce> of(Instruction first) {
        var data = first.data();
        if (!first.program().equals(Programs.SYSTEM) || data.length() < 4) return Optional.empty();
        if (data.at(0) != ADVANCE || data.at(1) != 0 || data.at(2) != 0 || data.at(3) != 0) return Optional.empty();
        var accounts = first.accounts();
        return Optional.of(new DurableNonce(
                accounts.stream().findFirst().map(AccountUse::address),
                accounts.stream().skip(2).findFirst().map(AccountUse::address)));
    }
}
