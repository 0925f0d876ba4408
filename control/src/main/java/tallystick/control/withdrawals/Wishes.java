package tallystick.control.withdrawals;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tallystick.control.answer.Given;
import tallystick.control.answer.Problem;
import tallystick.control.vaults.AssetText;
import tallystick.control.vaults.Vaults;
import tallystick.core.chain.Account;

/// Payments as requests name them, read.
final class Wishes {
    private static final int ID_CHARACTERS_MAX = 128;
    private static final int NOTE_CHARACTERS_MAX = 500;

    private Wishes() {}

    /// A payment as it was written.
    record Line(
            @Nullable String asset,
            @Nullable String destination,
            @Nullable String amount,
            @Nullable String externalId,
            @Nullable String note) {}

    /// Reads one.
    ///
    /// @throws Problem if a value is missing or cannot be so
    static Drafting.Wanted payment(Vaults.Vault vault, Vaults.Wallet wallet, Vaults.Address from, Line line) {
        return new Drafting.Wanted(
                wallet,
                from,
                line.asset() == null ? vault.key().coin(wallet.chain()) : AssetText.parse("asset", line.asset()),
                destination(vault, wallet, line.destination()),
                Given.amount("amount", line.amount()),
                externalId(line.externalId()),
                note(line.note()));
    }

    /// A program's own name for it, if it has one.
    static Optional<String> externalId(@Nullable String text) {
        return Optional.ofNullable(text).map(each -> Given.text("externalId", each, ID_CHARACTERS_MAX));
    }

    /// What people read beside it.
    static String note(@Nullable String text) {
        return Given.textOrNone("note", text, NOTE_CHARACTERS_MAX);
    }

    /// An address of the wallet's chain, with its checksum.
    static Account destination(Vaults.Vault vault, Vaults.Wallet wallet, @Nullable String text) {
        return vault.key()
                .family(wallet.chain())
                .account(wallet.chain(), Given.text("destination", text, ID_CHARACTERS_MAX))
                .orElseThrow(() -> Problem.field("destination", "an address of " + wallet.chain()));
    }
}
