package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.tools.kit.Decoding.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.clear.ComparisonCode;
import tallystick.crypto.codec.Bytes;

@DisplayName("tallystick decode, docs/spec/decode-json.md")
class DecodeCommandTest {
    private static final String PAYMENT =
            "02e90180018203e882520894d8da6bf26964af9d7eed9e03e53415d37aa96045880de0b6b3a764000080c0";

    @TempDir
    Path directory;

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    @Test
    void payment_isPrintedWithEffectsDigestAndCode() {
        var ran = run("--chain", "ethereum", PAYMENT);
        assertThat(ran.status()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).isEqualTo("""
                chain      eip155:1
                content    TRANSACTION
                bytes      43, all accounted for

                1. 1 ETH (1000000000000000000 base units of eip155:1/slip44:60) leaves "the signing account" \
                (0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D2) for \
                0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045.
                2. At most 0.000000000021 ETH (21000000 base units of eip155:1/slip44:60) is paid as fee by \
                "the signing account" (0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D2).
                ORDER: Counts once and in its turn, as transaction number 0 of "the signing account" \
                (0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D2).

                digest     60e0e516126da2eef77e9279e92e779d3a9e9d0adace258002364974d2a16cf0
                note       There is no comparison code: nodes make it with the account whose key signs. Give the \
                unsigned bytes with --signer or --key.
                """);
    }

    @Test
    void payment_givenAsHexFileBinaryFileOrJsonOutput_saysTheSame() throws IOException {
        var binary =
                Files.write(directory.resolve("binary"), Bytes.ofHex(PAYMENT).toArray());
        for (var given : List.of("0x" + PAYMENT, file("hex", "0x" + PAYMENT + "\n"), binary.toString())) {
            var ran = run("--chain", "ethereum", "--json", given);
            assertThat(ran.status()).isZero();
            var json = ran.json();
            assertThat(json.path("format").asString()).isEqualTo("tallystick-decode-1");
            assertThat(json.path("comparisonCode").isNull()).isTrue();
            assertThat(json.path("notes").path(0).asString()).contains("--signer");
            assertThat(json.path("bytesAccounted").asInt()).isEqualTo(43);
            assertThat(json.path("effects")).hasSize(2);
            assertThat(json.path("effects").path(0).path("amount").asString()).isEqualTo("1000000000000000000");
            assertThat(json.path("error").isNull()).isTrue();
        }
    }

    @Test
    void codeOfThePayment_withItsSigner_isThatOfTheNodes() {
        var signer = "0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D1";
        var json = run("--chain", "ethereum", "--json", "--signer", signer.toLowerCase(Locale.ROOT), PAYMENT)
                .json();
        var chain = new ChainId("eip155", "1");
        var transaction = new Ethereum()
                .parse(chain, Content.TRANSACTION, Bytes.ofHex(PAYMENT))
                .orThrow();
        var account =
                new Ethereum().account(chain, signer.toLowerCase(Locale.ROOT)).orElseThrow();
        assertThat(json.path("comparisonCode").asString())
                .isEqualTo(ComparisonCode.of(transaction, account).toString());
        assertThat(json.path("notes")).isEmpty();
    }

    @Test
    void everyReading_hasTheSameFields() {
        var names = List.of(
                "format",
                "chain",
                "content",
                "effects",
                "terms",
                "digests",
                "comparisonCode",
                "warnings",
                "predictedId",
                "bytesAccounted",
                "clearText",
                "notes",
                "recovered",
                "error");
        for (var hex : List.of(PAYMENT, PAYMENT + "00", ""))
            assertThat(run("--chain", "ethereum", "--json", hex).json().propertyNames())
                    .as(hex)
                    .containsExactlyElementsOf(names);
    }

    @Test
    void byteThatIsNotAccountedFor_isNamedWithExit2() {
        var text = run("--chain", "ethereum", PAYMENT + "00");
        assertThat(text.status()).isEqualTo(2);
        assertThat(text.out()).contains("stopped    at byte 43: expected ");
        var json = run("--chain", "ethereum", "--json", PAYMENT + "00");
        assertThat(json.status()).isEqualTo(2);
        assertThat(json.json().path("error").path("offsetBytes").asInt()).isEqualTo(43);
        assertThat(json.json().path("effects")).isEmpty();
        assertThat(json.json().path("digests")).isEmpty();
    }

    @Test
    void calldataNobodyKnows_isDecodedWithDanger() {
        var call = "02e3010101018252089400000000000000000000000000000000000000018084deadbeefc0";
        var ran = run("--chain", "ethereum", "--json", call);
        assertThat(ran.status()).as(ran.out()).isZero();
        assertThat(ran.json().path("warnings").path(0).path("severity").asString())
                .isEqualTo("DANGER");
        assertThat(ran.json().path("effects").path(0).path("kind").asString()).isEqualTo("undecoded");
    }

    @Test
    void chainId_isReadFromTheBytes_andAnotherOneIsRefused() {
        var other = "02eb8227d980018203e882520894d8da6bf26964af9d7eed9e03e53415d37aa96045880de0b6b3a764000080c0";
        assertThat(run("--chain", "ethereum", "--json", other)
                        .json()
                        .path("chain")
                        .asString())
                .isEqualTo("eip155:10201");
        var refused = run("--chain", "ethereum", "--chain-id", "31337", "--json", other);
        assertThat(refused.status()).isEqualTo(64);
    }

    @Test
    void signer_asAddressOrKey_isNamedInTheEffects() {
        var one = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
        var generator = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        for (var signer : List.of(one, generator))
            assertThat(run("--chain", "ethereum", "--signer", signer, PAYMENT).out())
                    .contains("leaves " + one + " for");
        assertThat(run("--chain", "ethereum", "--signer", "0x12", PAYMENT).status())
                .isEqualTo(64);
    }

    @Test
    void knowledge_namesAccountsAndFindsLookAlikes() throws IOException {
        var knowledge = file("knowledge.json", """
                {"format": "tallystick-knowledge-1",
                 "units": [{"asset": "eip155:1/slip44:60", "symbol": "ETH", "decimals": 18}],
                 "labels": [
                   {"account": "eip155:1:0xd8da000000000000000000000000000000006045", "name": "Northwind Ltd"}],
                 "own": [{"account": "eip155:1:0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf", "name": "Vault"}]}
                """);
        var ran = run(
                "--chain",
                "ethereum",
                "--knowledge",
                knowledge,
                "--signer",
                "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
                PAYMENT);
        assertThat(ran.out())
                .contains(
                        "DANGER LOOKALIKE_ADDRESS", "1 ETH (1000000000000000000 base units", "\"Vault\" (own, 0x7E5F");
    }

    @Test
    void signerThatIsNoAccountOfTheKey_isRefused_inEveryForm() {
        var one = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        var other = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
        var edwards = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        var refused = "--signer is no account of --key";
        var checked = 0;
        for (var each : List.of(
                List.of("bitcoin", "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", one, other),
                List.of("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", one, other),
                List.of("bitcoin", "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", one, other),
                List.of("bitcoin", "bc1pmfr3p9j00pfxjh0zmgp99y8zftmd3s5pmedqhyptwy6lm87hf5sspknck9", one, other),
                List.of("bitcoin", one, one, other),
                List.of("ethereum", "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf", one, other),
                List.of(
                        "solana",
                        edwards,
                        edwards,
                        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))) {
            var fits = run("--chain", each.get(0), "--signer", each.get(1), "--key", each.get(2), PAYMENT);
            assertThat(fits.err() + fits.out()).as("%s", each).doesNotContain(refused);
            var differs = run("--json", "--chain", each.get(0), "--signer", each.get(1), "--key", each.get(3), PAYMENT);
            assertThat(differs.status()).isEqualTo(2);
            assertThat(differs.out()).contains(refused);
            assertThat(differs.json().path("digests").isEmpty()).isTrue();
            checked++;
        }
        assertThat(checked).isEqualTo(7);
    }

    @Test
    void signerThatIsNoAccountOfTheKey_isRefusedForAVectorObjectToo() {
        var vector = """
                {"kind": "evmCall", "chainId": 1, "tx": {"from": "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf",
                 "to": "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf", "value": "1", "data": "0x"}}""";
        var signer = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
        var other = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
        assertThat(run("--chain", "ethereum", "--signer", signer, vector).status())
                .isZero();
        var ran = run("--chain", "ethereum", "--signer", signer, "--key", other, vector);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).contains("--signer is no account of --key");
    }

    @Test
    void prevouts_whereNobodyAsksForThem_areRefused() throws IOException {
        var prevouts = file("prevouts.json", "[]");
        var vector = "{\"kind\": \"evmCall\", \"chainId\": 1, \"tx\": {}}";
        for (var words :
                List.of(List.of("--chain", "ethereum", PAYMENT), List.of("--chain", "solana", "00"), List.of(vector))) {
            var all = new ArrayList<>(List.of("--prevouts", prevouts));
            all.addAll(words);
            var ran = run(all.toArray(String[]::new));
            assertThat(ran.status()).as("%s", words).isEqualTo(64);
            assertThat(ran.err()).contains("--prevouts is of no use for ");
        }
        var bundle = Bytes.ofUtf8("tallystick-bitcoin").toHex();
        assertThat(run("--chain", "bitcoin", "--prevouts", prevouts, bundle).err())
                .contains("--prevouts is of no use with canonical bytes");
    }

    @Test
    void nameOfAFileThatIsNotThere_isSaid_thoughItLooksLikeBytes() throws IOException {
        var name = "0123456789abcdef".repeat(4);
        var said = "if a file was meant, there is none of this name";
        for (var chain : List.of("bitcoin", "ethereum", "solana")) {
            var ran = run("--json", "--chain", chain, name);
            assertThat(ran.status()).isEqualTo(2);
            assertThat(ran.err()).as(chain).contains(said);
            assertThat(ran.json().path("digests").isEmpty()).isTrue();
            assertThat(run("--chain", chain, "0x" + name).err()).isEmpty();
        }
        // Base64 for Solana, and a slash in it.
        assertThat(run("--chain", "solana", "payments/january").err()).contains(said);
        assertThat(run("--chain", "ethereum", file("there", "zz")).err()).isEmpty();
        assertThat(run("--chain", "ethereum", name + "x").err()).contains("neither hex of whole bytes nor a file");
    }

    @Test
    void wrongArguments_exitWith64() throws IOException {
        for (var words : List.of(
                List.of(PAYMENT),
                List.of("--chain", "dogecoin", PAYMENT),
                List.of("--chain", "ethereum"),
                List.of("--chain", "ethereum", "0x123"),
                List.of("--chain", "ethereum", "--content", "prose", PAYMENT),
                List.of("--chain", "ethereum", "--chain-id", "a b", PAYMENT),
                List.of("--chain", "ethereum", "--chain-id", "mainnet", PAYMENT),
                List.of("--chain", "ethereum", "--key", "02", PAYMENT),
                List.of("--chain", "ethereum", "--chain-code", "00".repeat(32), PAYMENT),
                List.of("--chain", "ethereum", "--knowledge", file("bad.json", "{}"), PAYMENT)))
            assertThat(run(words.toArray(String[]::new)).status())
                    .as("%s", words)
                    .isEqualTo(64);
    }

    @Test
    void nestingTenMillionDeep_isRefusedAtOnce() throws IOException {
        var deep = Files.write(directory.resolve("deep"), new byte[0]);
        Files.writeString(deep, "c1".repeat(10_000_000));
        assertThat(run("--chain", "ethereum", deep.toString()).status()).isEqualTo(2);
        Files.writeString(deep, "{\"kind\":" + "[".repeat(10_000_000));
        assertThat(run("--chain", "ethereum", deep.toString()).status()).isEqualTo(2);
        Files.write(deep, new byte[33 * 1024 * 1024]);
        assertThat(run("--chain", "ethereum", deep.toString()).status()).isEqualTo(64);
    }
}
