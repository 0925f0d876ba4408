package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/wallets`, as control/openapi.json has them. **Threads** any.
public final class WalletsApi {
    private final Connection connection;

    /// Over this connection.
    public WalletsApi(Connection connection) {
        this.connection = connection;
    }

    /// Shows a wallet.
    public WalletBody getWallet(String id) throws ControlRefused, ControlUnreachable {
        return WalletBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/wallets/", id).text(), Bytes.empty(), Map.of())));
    }

    /// Lists the addresses of a wallet, each derived again and compared.
    public PageAddressBody listAddresses(String id, ListAddressesQuery query)
            throws ControlRefused, ControlUnreachable {
        return PageAddressBody.read(connection.ask(new Connection.Asked(
                "GET",
                Target.of("/v1/wallets/", id, "/addresses").with(query.values()).text(),
                Bytes.empty(),
                Map.of())));
    }

    /// Derives the next address of a wallet.
    public AddressBody createAddress(String id, NewAddress body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return AddressBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/wallets/", id, "/addresses").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Lists what the addresses of a wallet had when the chain was looked at last, and what of its changes no
    /// withdrawal explains.
    public PageBalanceSeen listBalances(String id, ListBalancesQuery query) throws ControlRefused, ControlUnreachable {
        return PageBalanceSeen.read(connection.ask(new Connection.Asked(
                "GET",
                Target.of("/v1/wallets/", id, "/balances").with(query.values()).text(),
                Bytes.empty(),
                Map.of())));
    }

    /// Drafts for each deposit address what moves all it has of an asset to the wallet's own address.
    public PageWithdrawalBody createSweeps(String id, NewSweep body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return PageWithdrawalBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/wallets/", id, "/sweeps").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Asks the chain what an address has of an asset, by default its coin.
    public Balance getBalance(String id, String wallet, GetBalanceQuery query)
            throws ControlRefused, ControlUnreachable {
        return Balance.read(connection.ask(new Connection.Asked(
                "GET",
                Target.of("/v1/wallets/", wallet, "/addresses/", id, "/balance")
                        .with(query.values())
                        .text(),
                Bytes.empty(),
                Map.of())));
    }
}
