package tallystick.control.vaults;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoints;
import tallystick.core.chain.ChainId;

/// Wallets, addresses and balances over the API.
@RestController
final class WalletsApi {
    private static final int LABEL_CHARACTERS_MAX = 100;

    private final Vaults vaults;
    private final Endpoints endpoints;

    WalletsApi(Vaults vaults, Endpoints endpoints) {
        this.vaults = vaults;
        this.endpoints = endpoints;
    }

    /// @param chain as in CAIP-2, such as `eip155:1`
    record NewWallet(@Nullable String chain) {}

    record NewAddress(@Nullable String label) {}

    record WalletBody(UUID id, UUID vaultId, String chain, Instant createdAt) {
        static WalletBody of(Vaults.Wallet wallet) {
            return new WalletBody(wallet.id(), wallet.vault(), wallet.chain().toString(), wallet.createdAt());
        }
    }

    /// @param path from the vault's key to this address: with point and chain code of the vault anybody derives it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AddressBody(UUID id, UUID walletId, String path, String address, String label, Instant createdAt) {
        static AddressBody of(Vaults.Address address) {
            return new AddressBody(
                    address.id(),
                    address.wallet(),
                    address.path().toString(),
                    address.address(),
                    address.label(),
                    address.createdAt());
        }
    }

    /// @param amount base units
    record Balance(UUID addressId, String address, String asset, String amount) {}

    @PostMapping("/v1/vaults/{id}/wallets")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.VAULTS_WRITE,
            bound = true,
            says = "Opens a vault on one chain, with a first address that no other wallet has.")
    WalletBody createWallet(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id, @RequestBody NewWallet body) {
        var vault = vaults.vault(caller, Given.id("id", id));
        var chain = chain(Given.there("chain", body.chain()));
        var _ = endpoints.of(chain);
        return WalletBody.of(vaults.open(vault, chain));
    }

    private static ChainId chain(String text) {
        var parts = text.split(":", 2);
        if (parts.length != 2 || !ChainId.isValid(parts[0], parts[1]))
            throw Problem.field("chain", "a chain such as eip155:1");
        return new ChainId(parts[0], parts[1]);
    }

    @GetMapping("/v1/vaults/{id}/wallets")
    @Requires(value = Scope.VAULTS_READ, bound = true, says = "Lists the wallets of a vault.")
    Page<WalletBody> listWallets(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        var vault = vaults.vault(caller, Given.id("id", id));
        return new Page<>(
                vaults.wallets(vault.id()).stream().map(WalletBody::of).toList(), null);
    }

    @GetMapping("/v1/wallets/{id}")
    @Requires(value = Scope.VAULTS_READ, bound = true, says = "Shows a wallet.")
    WalletBody getWallet(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        return WalletBody.of(vaults.wallet(caller, Given.id("id", id)));
    }

    @PostMapping("/v1/wallets/{id}/addresses")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(value = Scope.VAULTS_WRITE, bound = true, says = "Derives the next address of a wallet.")
    AddressBody createAddress(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id, @RequestBody NewAddress body) {
        var wallet = vaults.wallet(caller, Given.id("id", id));
        var vault = vaults.vault(caller, wallet.vault());
        var label = body.label() == null || body.label().isBlank()
                ? ""
                : Given.called("label", body.label(), LABEL_CHARACTERS_MAX);
        return AddressBody.of(vaults.next(vault, wallet, label));
    }

    @GetMapping("/v1/wallets/{id}/addresses")
    @Requires(
            value = Scope.VAULTS_READ,
            bound = true,
            says = "Lists the addresses of a wallet, each derived again and compared.")
    Page<AddressBody> listAddresses(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var asked = Page.asked(cursor, limit);
        var wallet = vaults.wallet(caller, Given.id("id", id));
        var vault = vaults.vault(caller, wallet.vault());
        var after = asked.after().map(each -> Given.id("cursor", each));
        var rows = vaults.addresses(vault, wallet, after, asked.rows()).stream()
                .map(AddressBody::of)
                .toList();
        return Page.of(rows, asked, each -> each.id().toString());
    }

    @GetMapping("/v1/wallets/{wallet}/addresses/{id}/balance")
    @Requires(
            value = Scope.VAULTS_READ,
            bound = true,
            says = "Asks the chain what an address has of an asset, by default its coin.")
    Balance getBalance(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String wallet,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String asset) {
        var found = vaults.wallet(caller, Given.id("wallet", wallet));
        var vault = vaults.vault(caller, found.vault());
        var address = vaults.address(vault, found, Optional.of(Given.id("id", id)));
        var wanted = asset == null ? vault.key().coin(found.chain()) : AssetText.parse("asset", asset);
        try {
            var amount = endpoints.of(found.chain()).balance(address.account(found.chain()), wanted);
            return new Balance(
                    address.id(),
                    address.address(),
                    wanted.toString(),
                    amount.orElseThrow(() -> Problem.field("asset", "an asset of " + found.chain()))
                            .toString());
        } catch (ChainUnreachable e) {
            throw e.problem();
        }
    }
}
