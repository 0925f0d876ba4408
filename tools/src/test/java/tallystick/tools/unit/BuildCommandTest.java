package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.tools.kit.Decoding;
import tallystick.tools.kit.Running;

@DisplayName("tallystick build")
class BuildCommandTest {
    private static final String EVM_TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final String EVM_KEY_ADDRESS = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
    private static final String EVM_KEY =
            Curve.SECP256K1.group().generator().encode().toHex();
    private static final String SOLANA_KEY =
            Curve.ED25519.group().generator().encode().toHex();
    private static final String SOLANA_TO = "mBKqcnGotbsSb5vNrdyhzZ5EhqZdids9QYiTRckvi7v";

    @TempDir
    Path directory;

    private String state(String chain, String fields) throws IOException {
        return Files.writeString(
                        directory.resolve("state.json"),
                        "{\"format\": \"tallystick-state-1\", \"chain\": \"%s\", %s}".formatted(chain, fields))
                .toString();
    }

    private String ethereum(int next) throws IOException {
        return state(
                "eip155:31337",
                "\"nonceMined\": 4, \"nonceNext\": %d, \"priorityFeePerGas\": 1, \"feePerGasMax\": 10,".formatted(next)
                        + " \"balance\": \"1000000\", \"tokens\": [{\"token\": \"%s\", \"balance\": 5}]"
                                .formatted(EVM_TO.toLowerCase(Locale.ROOT)));
    }

    private String bitcoin(AddressForm form) throws IOException {
        var script = form.script(Curve.SECP256K1.group().generator()).bytes();
        var coin = "{\"txid\": \"%s\", \"vout\": %d, \"valueSatoshi\": 90000, \"scriptHex\": \"%s\"}";
        return state(
                BitcoinNetwork.MAINNET.chain().toString(),
                "\"satoshiPerKvb\": 2000, \"coins\": [%s, %s]"
                        .formatted(
                                coin.formatted("11".repeat(32), 0, script),
                                coin.formatted("22".repeat(32), 1, script)));
    }

    private static Running.Ran run(String state, String key, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--state", state, "--key", key));
        return Running.run(Chains.all(), all.toArray(String[]::new));
    }

    private static void refused(Running.Ran ran, int status, String why) {
        assertThat(ran.err()).contains(why);
        assertEquals(status, ran.status());
    }

    @Test
    void pay_onEveryChain_isReadBackAsThatPayment() throws IOException {
        var evm = run(ethereum(4), EVM_KEY, "pay", "--json", "--to", EVM_TO, "--amount", "77");
        assertThat(evm.json()
                        .path("decoded")
                        .path("effects")
                        .path(0)
                        .path("amount")
                        .asString())
                .isEqualTo("77");
        var unsigned = evm.json().path("unsigned").asString();
        var read = Decoding.run(0, "--chain", "ethereum", "--json", "--key", EVM_KEY, unsigned);
        assertThat(read).isEqualTo(evm.json().path("decoded"));

        var payee = AddressForm.P2WPKH.script(Curve.SECP256K1
                .group()
                .parsePoint(Bytes.ofHex("02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"))
                .orThrow());
        var to = payee.account(BitcoinNetwork.MAINNET).address();
        for (var form : List.of(AddressForm.P2WPKH, AddressForm.P2TR)) {
            var btc = run(bitcoin(form), EVM_KEY, "--json", "--to", to, "--amount", "50000");
            assertThat(btc.status()).as(btc.err()).isZero();
            var again = Decoding.run(
                    0,
                    "--chain",
                    "bitcoin",
                    "--json",
                    "--key",
                    EVM_KEY,
                    "--chain-code",
                    "00".repeat(32),
                    btc.json().path("unsigned").asString());
            assertThat(again).isEqualTo(btc.json().path("decoded"));
            assertThat(again.path("comparisonCode").isNull()).isFalse();
        }
        var sol = run(
                state("solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "\"balance\": 5000000000"),
                SOLANA_KEY,
                "pay",
                "--to",
                SOLANA_TO,
                "--amount",
                "1000000000");
        assertThat(sol.out()).contains("leaves", SOLANA_TO, "unsigned   ", "left open");
    }

    @Test
    void replaceCancelSweep_takeTheirOwnOptions() throws IOException {
        var first = run(ethereum(4), EVM_KEY, "--json", "--to", EVM_TO, "--amount", "77");
        var bytes = first.json().path("unsigned").asString();
        var file = Files.writeString(directory.resolve("pending.hex"), bytes + "\n")
                .toString();
        for (var wish : List.of("speed-up", "cancel"))
            for (var pending : List.of(bytes, file)) {
                var ran = run(ethereum(5), EVM_KEY, wish, "--json", "--pending", pending);
                assertThat(ran.json().path("wish").asString()).isEqualTo(wish);
                assertThat(ran.json().path("unsigned").asString()).isNotEqualTo(bytes);
            }
        var swept = run(ethereum(4), EVM_KEY, "sweep", "--to", EVM_TO);
        assertThat(swept.out()).contains("790000 base units");
        var tokens = run(ethereum(4), EVM_KEY, "pay", "--to", EVM_TO, "--amount", "3", "--asset", "erc20:" + EVM_TO);
        refused(tokens, 1, "TO: the token's own contract");
    }

    @Test
    void refusals_nameTheFieldAndExitWithOne() throws IOException {
        var much = run(ethereum(4), EVM_KEY, "--json", "--to", EVM_TO, "--amount", "1000000");
        refused(much, 1, "tallystick build: FUNDS: balance of 1000000 wei");
        assertThat(much.json().path("refused").path("field").asString()).isEqualTo("FUNDS");
        assertThat(much.json().path("unsigned").isNull()).isTrue();
        refused(run(ethereum(4), EVM_KEY, "consolidate"), 1, "WISH: an account here has one balance");
    }

    @Test
    void wrongArguments_areNamedAndExitWithTwo() throws IOException {
        var good = ethereum(4);
        refused(run(good, EVM_KEY, "pay", "--to", EVM_TO), 2, "--amount is missing: pay needs it");
        refused(run(good, EVM_KEY, "sweep"), 2, "--to is missing: sweep needs it");
        refused(run(good, EVM_KEY, "cancel"), 2, "--pending is missing");
        refused(run(good, EVM_KEY, "sweep", "--to", EVM_TO, "--amount", "1"), 2, "--amount is of no use with sweep");
        refused(run(good, EVM_KEY, "cancel", "--pending", "00", "--asset", "erc20:0x"), 2, "--asset is of no use");
        refused(run(good, EVM_KEY, "--to", EVM_TO.replace('d', 'D'), "--amount", "1"), 2, "--to is no address");
        refused(run(good, EVM_KEY, "--to", EVM_TO, "--amount", "1", "--asset", "eth"), 2, "such as slip44:60");
        refused(
                run(good, EVM_KEY, "--to", EVM_TO, "--amount", "1", "--asset", "eip155:1/slip44:60"),
                2,
                "of another chain than the state");
        refused(run(good, EVM_KEY, "cancel", "--pending", "02ff"), 2, "--pending at byte");
        refused(run(good, SOLANA_KEY, "--to", EVM_TO, "--amount", "1"), 2, "--key is no public key of eip155:31337");
        refused(run(good, "xyz", "--to", EVM_TO, "--amount", "1"), 2, "--key is not hex");
        refused(run(good, EVM_KEY, "--chain-code", "00", "consolidate"), 2, "--chain-code is not 32 bytes");
        refused(run(good, EVM_KEY, "give"), 2, "expected one of pay, speed-up, cancel, sweep, consolidate");
        refused(run(directory.resolve("nowhere").toString(), EVM_KEY, "consolidate"), 3, "nowhere");
    }

    /// Without the chain code change would go where the key's holders never look.
    @Test
    void changeBelowTheKey_withoutTheChainCode_isRefused() throws IOException {
        var to = AddressForm.P2WPKH
                .script(Curve.SECP256K1.group().generator())
                .account(BitcoinNetwork.MAINNET)
                .address();
        var plain = Path.of(bitcoin(AddressForm.P2WPKH));
        var text = Files.readString(plain);
        for (var path : List.of("m", "m/1/0")) {
            var change = "\"change\": {\"path\": \"%s\"}, \"coins\"".formatted(path);
            var file =
                    Files.writeString(plain, text.replace("\"coins\"", change)).toString();
            var without = run(file, EVM_KEY, "--json", "--to", to, "--amount", "50000");
            var with = run(file, EVM_KEY, "--to", to, "--amount", "50000", "--chain-code", "01".repeat(32));
            assertThat(with.out()).contains("an address of the same key at " + path + ".");
            if (path.equals("m")) assertEquals(0, without.status());
            else {
                refused(without, 2, "--chain-code is missing: change comes back to a path below the key");
                assertThat(without.out()).isEmpty();
            }
        }
    }

    @Test
    void amounts_thatAreNotDigitsAlone_areRefusedWithWhatIsExpected() throws IOException {
        var state = ethereum(4);
        var refused = 0;
        for (var amount : List.of(
                "1e3",
                " 1",
                "1 ",
                "+1",
                "-1",
                "1.",
                "1.0",
                "1,000",
                "0x1",
                "01",
                "",
                "1_000",
                "\u0661",
                "9".repeat(79))) {
            refused(
                    run(state, EVM_KEY, "--to", EVM_TO, "--amount=" + amount),
                    2,
                    "--amount is no whole number of base units: expected digits alone");
            refused++;
        }
        assertEquals(14, refused);
        assertEquals(0, run(state, EVM_KEY, "--to", EVM_TO, "--amount", "10").status());
    }

    @Test
    void addressesOfAWrongChecksum_areRefused_whereverTheyStand() throws IOException {
        var wrong = "0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
        var state = ethereum(4);
        var token = "erc20:" + EVM_TO;
        refused(
                run(state, EVM_KEY, "--to", wrong, "--amount", "1", "--asset", token),
                2,
                "--to is no address of eip155:31337 with its right checksum");
        refused(
                run(state, EVM_KEY, "--to", EVM_KEY_ADDRESS, "--amount", "1", "--asset", "erc20:" + wrong),
                2,
                "--asset names no address of eip155:31337 with its right checksum");
        var ofState = Files.writeString(
                directory.resolve("wrong.json"),
                Files.readString(Path.of(state)).replace(EVM_TO.toLowerCase(Locale.ROOT), wrong));
        refused(
                run(ofState.toString(), EVM_KEY, "--to", EVM_TO, "--amount", "1"),
                2,
                "tokens[0].token: expected an address with its right checksum");
        var knowledge = Files.writeString(
                directory.resolve("knowledge.json"),
                "{\"format\":\"tallystick-knowledge-1\",\"labels\":[{\"account\":\"eip155:1:%s\",\"name\":\"n\"}]}"
                        .formatted(wrong));
        refused(
                run(state, EVM_KEY, "--to", EVM_TO, "--amount", "1", "--knowledge", knowledge.toString()),
                2,
                "labels[0].account: expected chain:address of a known chain, with its right checksum");
    }

    @Test
    void stateFiles_thatAreNotOfTheForm_areRefused() throws IOException {
        refused(run(state("eip155:0", "\"balance\": 1"), EVM_KEY, "consolidate"), 2, "state.chain: expected a chain");
        refused(
                run(state("eip155:1", "\"balance\": 1"), EVM_KEY, "consolidate"),
                2,
                "the field \"nonceMined\" is missing");
        var other = Files.writeString(directory.resolve("other.json"), "{\"format\": \"tallystick-state-2\"}");
        refused(run(other.toString(), EVM_KEY, "consolidate"), 2, "state.format: expected tallystick-state-1");
    }

    @Test
    void help_namesEveryWishAndOption() {
        var ran = Running.run(Chains.all(), "--help");
        assertThat(ran.out())
                .contains(
                        "speed-up",
                        "consolidate",
                        "--pending",
                        "--state",
                        "--asset",
                        "--json",
                        "--knowledge",
                        "Exit codes");
    }
}
