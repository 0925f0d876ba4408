package tallystick.control.withdrawals;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.vaults.Vaults;
import tallystick.core.chain.Account;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.crypto.codec.Parsed;

/// What a withdrawal's bytes do, decoded from them and from nothing that stands beside them.
@Component
class Legible {
    private static final Chains CHAINS = Chains.all();

    private final Vaults vaults;

    Legible(Vaults vaults) {
        this.vaults = vaults;
    }

    /// @param effects what it does, in words
    /// @param comparisonCode six words that stand for it on every screen
    record Read(UnsignedTransaction transaction, Account from, List<String> effects, String comparisonCode) {
        /// Copies.
        Read {
            effects = List.copyOf(effects);
        }
    }

    Read of(Withdrawal withdrawal) {
        var vault = vaults.vaultOf(withdrawal.wallet());
        var wallet = vaults.wallet(vault.workspace(), withdrawal.wallet());
        var address = vaults.address(vault, wallet, Optional.of(withdrawal.address()));
        if (!(CHAINS.parse(wallet.chain(), Content.TRANSACTION, withdrawal.unsigned())
                instanceof Parsed.Ok<? extends UnsignedTransaction>(var transaction)))
            throw new AssertionError("a draft that was built cannot be read");
        var account = address.account(wallet.chain());
        return new Read(
                transaction,
                account,
                ClearText.of(transaction, account, Knowledge.none()).lines(),
                ComparisonCode.of(transaction, account).toString());
    }
}
