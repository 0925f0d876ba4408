package tallystick.control.balances;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.vaults.Vaults;

/// Balances over the API.
@RestController
final class BalancesApi {
    private static final int ID_CHARACTERS = 36;

    private final Balances balances;
    private final Vaults vaults;

    BalancesApi(Balances balances, Vaults vaults) {
        this.balances = balances;
        this.vaults = vaults;
    }

    /// What withdrawals do not explain, of all that was ever found at the address.
    ///
    /// @param less base units that left
    /// @param transactions that the address sent; of Bitcoin, outputs of it that were spent
    record Unexplained(String less, int transactions, Instant foundAt) {}

    /// @param amount base units
    /// @param block at whose end it was so
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BalanceSeen(
            UUID addressId,
            String address,
            String asset,
            String amount,
            long block,
            Instant at,
            @Nullable Unexplained unexplained) {
        static BalanceSeen of(Balances.Row row) {
            return new BalanceSeen(
                    row.address(),
                    row.text(),
                    row.asset(),
                    row.state().amount().toString(),
                    row.block(),
                    row.at(),
                    row.foundAt()
                            .map(at -> new Unexplained(
                                    row.difference().less().toString(),
                                    row.difference().more(),
                                    at))
                            .orElse(null));
        }
    }

    @GetMapping("/v1/wallets/{id}/balances")
    @Requires(
            value = Scope.VAULTS_READ,
            bound = true,
            says = "Lists what the addresses of a wallet had when the chain was looked at last, and what of its changes"
                    + " no withdrawal explains.")
    Page<BalanceSeen> listBalances(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var asked = Page.asked(cursor, limit);
        var wallet = vaults.wallet(caller, Given.id("id", id));
        var rows = balances.list(wallet.id(), asked.after().map(BalancesApi::place), asked.rows());
        return Page.of(rows.stream().map(BalanceSeen::of).toList(), asked, each -> each.addressId() + each.asset());
    }

    private static Balances.Place place(String cursor) {
        if (cursor.length() < ID_CHARACTERS) throw Problem.field("cursor", "what a page before gave as next");
        return new Balances.Place(
                Given.id("cursor", cursor.substring(0, ID_CHARACTERS)), cursor.substring(ID_CHARACTERS));
    }
}
