package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Building;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bitcoin;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.registry.StateFile;
import tallystick.core.chain.solana.Solana;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.SolanaKey;
import tallystick.core.kit.Wallets;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;

@DisplayName("State files that are not of their form, or say what cannot be")
class StateFileTest {
    private static final BitcoinSigner SIGNER = new BitcoinSigner(72);
    private static final ChainId BITCOIN = BitcoinScenes.NETWORK.chain();
    private static final String HASH = SolanaKey.number(15).address().toString();

    private static void refused(ChainId chain, Derivation key, String state, String why) {
        assertThatThrownBy(() -> Wallets.builder(chain, key, Knowledge.none(), state))
                .as(state)
                .isInstanceOf(Unusable.class)
                .hasMessageContaining(why);
    }

    /// Each change of a good file, and what is said of it.
    private static void each(ChainId chain, Derivation key, String good, Map<List<String>, String> changes) {
        assertThat(Wallets.good(chain, key, Knowledge.none(), good)).isNotNull();
        changes.forEach((change, why) -> {
            assertThat(good).contains(change.getFirst());
            refused(chain, key, good.replace(change.getFirst(), change.getLast()), why);
        });
    }

    @Test
    void bitcoin_namesThePlace() {
        var coin = BitcoinScenes.coin(SIGNER, AddressForm.P2WPKH, DerivationPath.of(0, 1), 70_000, new Random(1));
        var good = Wallets.bitcoin(List.of(coin), 1000, ", \"lockTime\": 5, \"change\": {\"path\": \"m/1/2\"}");
        var key = SIGNER.tree().derivation();
        each(
                BITCOIN,
                key,
                good,
                Map.of(
                        List.of("\"m/0/1\"", "\"m/0/2\""),
                                "coins[0].scriptHex: expected a script that the key at m/0/2",
                        List.of("\"m/0/1\"", "\"m/0'/1\""), "coins[0].path: expected a path",
                        List.of("\"vout\": 1", "\"vout\": 0"), "coins[0].madeBy: expected the transaction",
                        List.of("\"vout\": 1", "\"vout\": 4294967296"), "coins[0].vout: expected",
                        List.of(": 70000", ": 70001"), "coins[0].madeBy: expected the transaction",
                        List.of(": 70000", ": 2100000000000001"), "coins[0].valueSatoshi: expected",
                        List.of("\"txid\": \"", "\"txid\": \"00"), "coins[0].txid: expected 64",
                        List.of("\"satoshiPerKvb\": 1000", "\"satoshiPerKvb\": 1000000001"),
                                "satoshiPerKvb: expected"));
        each(
                BITCOIN,
                key,
                good,
                Map.of(
                        List.of("\"lockTime\": 5", "\"lockTime\": 4294967296"), "lockTime: expected",
                        List.of("\"lockTime\": 5", "\"locktime\": 5"), "no other fields than",
                        List.of("\"path\": \"m/1/2\"", "\"path\": \"m/x\""), "change.path: expected a path",
                        List.of("\"path\": \"m/1/2\"", "\"form\": \"p2wsh\""), "change.form: expected one of P2PKH",
                        List.of("\"satoshiPerKvb\": 1000,", ""), "the field \"satoshiPerKvb\" is missing"));
        refused(BITCOIN, key, Wallets.bitcoin(List.of(coin, coin), 1000, ""), "coins[1]: expected each coin once");
        refused(new ChainId("bip122", "00"), key, good, "no network known here");
    }

    @Test
    void bitcoin_boundsCountAndSum() {
        var key = SIGNER.tree().derivation();
        var script = SIGNER.script(AddressForm.P2WPKH, DerivationPath.root()).bytes();
        var all = "{\"txid\": \"%s\", \"vout\": %d, \"valueSatoshi\": 2100000000000000, \"scriptHex\": \"%s\"}";
        var two = all.formatted("11".repeat(32), 0, script) + "," + all.formatted("11".repeat(32), 1, script);
        refused(BITCOIN, key, "{\"satoshiPerKvb\": 1, \"coins\": [%s]}".formatted(two), "no more than 21e14");
        var many = "0," + "0,".repeat(10_000) + "0";
        refused(BITCOIN, key, "{\"satoshiPerKvb\": 1, \"coins\": [%s]}".formatted(many), "at most 10000 coins");
    }

    @Test
    void ethereum_takesNumbersThatTransactionsHold() throws Unusable {
        for (var each : List.of("18446744073709551616", "99999999999999999999", "0", "01"))
            assertThatThrownBy(() -> StateFile.parse(Chains.all(), Bytes.ofUtf8(chained(each))))
                    .hasMessageContaining("expected a chain such as eip155:1");
        var last = StateFile.parse(Chains.all(), Bytes.ofUtf8(chained("18446744073709551615")));
        assertThat(last.chain().reference()).isEqualTo("18446744073709551615");
    }

    private static String chained(String reference) {
        return "{\"format\": \"tallystick-state-1\", \"chain\": \"eip155:%s\"}".formatted(reference);
    }

    @Test
    void ethereum_namesThePlace() {
        var token = EthereumKey.of(5).address();
        var entry = "{\"token\": \"%s\", \"balance\": 7}".formatted(token);
        var good = Wallets.ethereum(3, 4, "1000", ", \"gasLimit\": 21000, \"tokens\": [%s]".formatted(entry));
        each(
                Envelopes.TRIAL,
                Wallets.of(EthereumKey.of(1)),
                good,
                Map.of(
                        List.of("\"nonceNext\": 4", "\"nonceNext\": 2"), "nonceNext: expected a number from nonceMined",
                        List.of("\"nonceMined\": 3", "\"nonceMined\": -3"), "nonceMined: expected",
                        List.of("\"nonceNext\": 4", "\"nonceNext\": 9223372036854775808"), "nonceNext: expected",
                        List.of("Gas\": 1000000000", "Gas\": 2000000001"), "priorityFeePerGas: expected at most",
                        List.of("\"gasLimit\": 21000", "\"gasLimit\": 20999"), "gasLimit: expected a number from 21000",
                        List.of("\"1000\"", "\"0x10\""), "balance: expected",
                        List.of(entry, entry + "," + entry), "tokens[1]: expected each token once",
                        List.of(token.toString(), "0x12"), "tokens[0].token: expected an address",
                        List.of("\"gasLimit\"", "\"gas\""), "no other fields than"));
    }

    @Test
    void solana_namesThePlace() {
        var holding =
                "{\"account\": \"%s\", \"mint\": \"%s\", \"decimals\": 6, \"amount\": 9, \"receiverHasAccount\": true}"
                        .formatted(HASH, HASH);
        var good = Wallets.solana(
                50,
                ", \"receiverBalance\": 6, \"blockhash\": \"%s\", \"nonce\": {\"account\": \"%s\", \"value\": \"%s\"},"
                                .formatted(HASH, HASH, HASH)
                        + " \"budget\": {\"units\": 10, \"microLamports\": 1}, \"tokens\": [%s]".formatted(holding));
        var key = Wallets.of(SolanaKey.number(1));
        each(
                Solana.DEVNET,
                key,
                good,
                Map.of(
                        List.of("\"balance\": 50", "\"balance\": 18446744073709551616"), "balance: expected",
                        List.of("\"units\": 10", "\"units\": 1400001"), "budget.units: expected",
                        List.of("\"units\": 10", "\"units\": 0"), "budget.units: expected",
                        List.of("\"blockhash\": \"" + HASH, "\"blockhash\": \"11111111111111111111111111111111"),
                                "blockhash: expected base58",
                        List.of("\"value\": \"" + HASH, "\"value\": \"abc"), "nonce.value: expected base58",
                        List.of("\"nonce\": {", "\"nonce\": {\"authority\": \"" + HASH + "\","),
                                "nonce.authority: expected the key's own account",
                        List.of(holding, holding + "," + holding), "tokens[1]: expected each token account once",
                        List.of("\"decimals\": 6", "\"decimals\": 256"), "tokens[0].decimals: expected",
                        List.of("\"receiverHasAccount\": true", "\"receiverHasAccount\": 1"), "expected true or false",
                        List.of("\"decimals\"", "\"tokenProgram\": \"" + HASH + "\", \"decimals\""),
                                "tokens[0].tokenProgram: expected one of"));
    }

    @Test
    void familyThatMakesNothing_saysSo() {
        var asked = new Building.Asked(BITCOIN, SIGNER.tree().derivation(), Knowledge.none(), Optional.empty());
        assertThatThrownBy(() -> new Bitcoin().building().builder(asked, Entry.parse(Bytes.ofUtf8("{}"), "state")))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("no transactions of " + BITCOIN);
        assertThatThrownBy(() -> new Bitcoin().building().coin(BITCOIN)).isInstanceOf(IllegalArgumentException.class);
    }
}
