package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/vaults`, as control/openapi.json has them. **Threads** any.
public final class VaultsApi {
    private final Connection connection;

    /// Over this connection.
    public VaultsApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists vaults.
    public PageVaultBody listVaults(ListVaultsQuery query) throws ControlRefused, ControlUnreachable {
        return PageVaultBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/vaults").with(query.values()).text(), Bytes.empty(), Map.of())));
    }

    /// Makes a vault of a key that nodes hold.
    public VaultBody createVault(NewVault body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return VaultBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/vaults").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Shows a vault; its ETag, the version in quotation marks, is what a change has to name.
    public VaultBody getVault(String id) throws ControlRefused, ControlUnreachable {
        return VaultBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/vaults/", id).text(), Bytes.empty(), Map.of())));
    }

    /// Changes name, tier, tags or signing sets, if nobody did meanwhile.
    public VaultBody changeVault(String id, VaultChange body, String ifMatch)
            throws ControlRefused, ControlUnreachable {
        return VaultBody.read(connection.ask(new Connection.Asked(
                "PATCH", Target.of("/v1/vaults/", id).text(), body.fields().encode(), Map.of("If-Match", ifMatch))));
    }

    /// Lists the wallets of a vault.
    public PageWalletBody listWallets(String id) throws ControlRefused, ControlUnreachable {
        return PageWalletBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/vaults/", id, "/wallets").text(), Bytes.empty(), Map.of())));
    }

    /// Opens a vault on one chain, with a first address that no other wallet has.
    public WalletBody createWallet(String id, NewWallet body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return WalletBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/vaults/", id, "/wallets").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }
}
