package tallystick.control.withdrawals;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.life.Kind;
import tallystick.control.vaults.AssetText;
import tallystick.control.vaults.Vaults;

/// Drafts that are made of others, or several at once: payouts, sweeps, replacements.
///
/// **Why** each is a withdrawal like any other, with an intent of its own that nodes judge.
@RestController
final class BatchesApi {
    private static final int PAYMENTS_MAX = 100;
    private static final int ADDRESSES_MAX = 100;

    private final Withdrawals withdrawals;
    private final WithdrawalsApi shown;
    private final Drafting drafting;
    private final Vaults vaults;

    BatchesApi(Withdrawals withdrawals, WithdrawalsApi shown, Drafting drafting, Vaults vaults) {
        this.withdrawals = withdrawals;
        this.shown = shown;
        this.drafting = drafting;
        this.vaults = vaults;
    }

    /// @param asset as in CAIP-19; the chain's coin if absent
    /// @param amount base units, decimal digits
    record PayoutLine(
            @Nullable String asset,
            @Nullable String destination,
            @Nullable String amount,
            @Nullable String externalId,
            @Nullable String note) {}

    /// @param addressId which address pays all of them; that of the vault's key if absent
    /// @param together whether all are paid in one transaction, by one withdrawal; false if absent
    /// @param externalId of that one; payments then have none
    /// @param note the same
    record NewPayout(
            @Nullable String walletId,
            @Nullable String addressId,
            @Nullable List<PayoutLine> payments,
            @Nullable Boolean together,
            @Nullable String externalId,
            @Nullable String note) {}

    /// @param asset as in CAIP-19; the chain's coin if absent
    /// @param addressIds which addresses; those of the wallet in the order they were made if absent
    record NewSweep(@Nullable String asset, @Nullable List<String> addressIds) {}

    @PostMapping("/v1/payouts")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.WITHDRAWALS_WRITE,
            bound = true,
            says = "Drafts several payments by one address, all or none: each as a withdrawal of its own, or together"
                    + " in one transaction where the chain has such.")
    Page<WithdrawalBody> createPayout(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewPayout body) {
        var lines = Given.list("payments", body.payments(), PAYMENTS_MAX);
        if (lines.isEmpty()) throw Problem.field("payments", "1..%d payments".formatted(PAYMENTS_MAX));
        var wallet = vaults.wallet(caller, Given.id("walletId", body.walletId()));
        var vault = vaults.vault(caller, wallet.vault());
        var from = vaults.address(
                vault, wallet, Optional.ofNullable(body.addressId()).map(each -> Given.id("addressId", each)));
        var wanted = lines.stream()
                .map(each -> Wishes.payment(
                        vault,
                        wallet,
                        from,
                        new Wishes.Line(
                                each.asset(), each.destination(), each.amount(), each.externalId(), each.note())))
                .toList();
        if (body.together() == null || !body.together()) {
            if (body.externalId() != null || body.note() != null)
                throw Problem.field("together", "true, where all payments have one externalId or note");
            return new Page<>(shown.told(drafting.payout(caller, vault, wanted)), null);
        }
        if (lines.stream().anyMatch(each -> each.externalId() != null || each.note() != null))
            throw Problem.field("payments", "payments without an externalId or note: they have one together");
        var one = drafting.together(
                caller, vault, wanted, Wishes.externalId(body.externalId()), Wishes.note(body.note()));
        return new Page<>(shown.told(List.of(one)), null);
    }

    @PostMapping("/v1/wallets/{id}/sweeps")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.WITHDRAWALS_WRITE,
            bound = true,
            says = "Drafts for each deposit address what moves all it has of an asset to the wallet's own address.")
    Page<WithdrawalBody> createSweeps(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id, @RequestBody NewSweep body) {
        var wallet = vaults.wallet(caller, Given.id("id", id));
        var vault = vaults.vault(caller, wallet.vault());
        var own = vaults.address(vault, wallet, Optional.empty());
        var asset = body.asset() == null ? vault.key().coin(wallet.chain()) : AssetText.parse("asset", body.asset());
        var named = Given.list("addressIds", body.addressIds(), ADDRESSES_MAX);
        var from = named.isEmpty()
                ? vaults.addresses(vault, wallet, Optional.empty(), ADDRESSES_MAX)
                : named.stream()
                        .map(each -> vaults.address(vault, wallet, Optional.of(Given.id("addressIds", each))))
                        .toList();
        var others = from.stream().filter(each -> !each.id().equals(own.id())).toList();
        var drafts = drafting.sweeps(caller, vault, wallet, others, asset, own.account(wallet.chain()));
        return new Page<>(shown.told(drafts), null);
    }

    @PostMapping("/v1/withdrawals/{id}/speed-up")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.WITHDRAWALS_WRITE,
            bound = true,
            says = "Drafts the same again for a higher fee, in the place of one that waits for a block.")
    WithdrawalBody speedUpWithdrawal(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        return replaced(caller, id, Kind.SPEED_UP);
    }

    @PostMapping("/v1/withdrawals/{id}/cancel-on-chain")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.WITHDRAWALS_WRITE,
            bound = true,
            says = "Drafts a transaction that moves nothing, in the place of one that waits for a block.")
    WithdrawalBody cancelWithdrawalOnChain(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        return replaced(caller, id, Kind.CANCEL);
    }

    private WithdrawalBody replaced(Caller caller, String id, Kind kind) {
        var pending = withdrawals.of(caller, Given.id("id", id));
        var vault = vaults.vaultOf(pending.wallet());
        return shown.told(List.of(drafting.replacement(caller, vault, pending, kind)))
                .getFirst();
    }
}
