package tallystick.control.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import tallystick.core.chain.ChainId;
import tools.jackson.databind.JsonNode;

/// A vault of one key and its first wallet on the chain of the tests, as an administrator opens them.
///
/// @param vault as the interface shows it
/// @param wallet its id
public record OpenedVault(JsonNode vault, String wallet) {
    /// Opens both.
    ///
    /// @param key the key's id
    /// @param signingSets names of nodes; the first that answers signs
    public static OpenedVault of(Program administrator, String name, String key, List<List<String>> signingSets)
            throws Exception {
        return of(administrator, name, key, signingSets, World.CHAIN);
    }

    /// Opens both, on this chain.
    public static OpenedVault of(
            Program administrator, String name, String key, List<List<String>> signingSets, ChainId chain)
            throws Exception {
        var vault = administrator.post(
                "/v1/vaults", Map.of("name", name, "tier", "HOT", "keyId", key, "signingSets", signingSets));
        assertThat(vault.status()).as(vault.json().toString()).isEqualTo(201);
        var wallet = administrator.post(
                "/v1/vaults/%s/wallets".formatted(vault.text("id")), Map.of("chain", chain.toString()));
        assertThat(wallet.status()).as(wallet.json().toString()).isEqualTo(201);
        return new OpenedVault(vault.json(), wallet.text("id"));
    }
}
