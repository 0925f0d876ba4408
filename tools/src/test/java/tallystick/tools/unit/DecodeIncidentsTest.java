package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.tools.kit.Decoding.codes;
import static tallystick.tools.kit.Decoding.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.crypto.curve.Curve;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("tallystick decode: recorded incidents and raw Bitcoin, docs/spec/decode-json.md")
class DecodeIncidentsTest {
    private static final JsonMapper JSON = new JsonMapper();

    /// The native P2WPKH example of BIP-143.
    private static final String RAW =
            "0100000002fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f00000000"
                    + "00eeffffffef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffffff02"
                    + "202cb206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac"
                    + "9093510d000000001976a9143bde42dbee7e4dbe6a21b2"
                    + "d50ce2f0167faa815988ac11000000";

    private static final String PREVOUTS = """
            [{"txid": "8ac60eb9575db5b2d987e29f301b5b819ea83a5c6579d282d189cc04b8e151ef", "vout": 1,
              "valueSatoshi": 600000000, "scriptHex": "00141d0f172a0ecb48aee1be1f2687d2963ae33f71a1"},
             {"txid": "9f96ade4b41d5433f4eda31e1738ec2b36f6e7d1420d94a6af99801a88f7f7ff", "vout": 0,
              "valueSatoshi": 625000000,
              "scriptHex": "2103c9f4836b9a4f77fc0d81f7bcb01b7f1b35916864b9476c241ce9fc198bd25432ac"}]
            """;

    private static final String GENERATOR = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    /// Twice the generator.
    private static final String DOUBLE = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";

    @TempDir
    Path directory;

    @Test
    void recordedIncidents_areDecodedWithTheirHashesAndSigners() throws IOException {
        var file = Path.of(System.getProperty("tallystick.root", ""), "vectors/incidents/incidents.json");
        var kinds = new TreeMap<String, Integer>();
        for (var vector : JSON.readTree(Files.readString(file)).path("vectors")) {
            var one = directory.resolve("vector.json");
            var report =
                    run(0, "--json", Files.writeString(one, vector.toString()).toString());
            var name = vector.path("id").asString();
            assertThat(report.path("effects")).as(name).isNotEmpty();
            var tx = vector.path("tx");
            if (tx.has("safeTxHash"))
                assertThat(report.path("digests").path(0).asString())
                        .as(name)
                        .isEqualTo(tx.path("safeTxHash").asString());
            if (tx.has("recovered"))
                assertThat(report.path("recovered")).as(name).isEqualTo(tx.path("recovered"));
            assertThat(codes(report)).as(name).doesNotContain("SAFE_TX_HASH_MISMATCH");
            if (vector.path("kind").asString().equals("safeTxConfirmation"))
                assertThat(codes(report)).as(name).contains("APPROVAL_DIGEST_MISMATCH");
            kinds.merge(vector.path("kind").asString(), 1, Integer::sum);
        }
        assertThat(kinds).isEqualTo(Map.of("safeTx", 8, "safeTxConfirmation", 1, "evmCall", 1, "btcTx", 1));
    }

    @Test
    void collectionOfVectors_isDecodedOneAfterTheOther() throws IOException {
        var file = Path.of(System.getProperty("tallystick.root", ""), "vectors/incidents/incidents.json");
        var reports = run(0, "--json", file.toString());
        assertThat(reports.isArray()).isTrue();
        assertThat(reports).hasSize(11);
        assertThat(reports.path(0).path("notes").path(0).asString()).isEqualTo("This is BYBIT-POS-65.");
        var vectors = JSON.readTree(Files.readString(file)).path("vectors").toString();
        var list = Files.writeString(directory.resolve("list.json"), vectors).toString();
        assertThat(run(0, "--json", list)).isEqualTo(reports);
        var spoilt = Files.writeString(directory.resolve("list.json"), vectors.replaceFirst("0x1Db9", "0x1db9"));
        var some = run(2, "--json", spoilt.toString());
        assertThat(some).hasSize(11);
        assertThat(some.path(0).path("error").path("expected").asString()).contains(".safe: expected an address");
        assertThat(some.path(1).path("error").isNull()).isTrue();
    }

    @Test
    void vector_ofAnotherChainThanSaid_isRefused_andMalformedPartsAreNamed() throws IOException {
        var vectors = Path.of(System.getProperty("tallystick.root", ""), "vectors/incidents/incidents.json");
        var first =
                JSON.readTree(Files.readString(vectors)).path("vectors").path(0).toString();
        var file = Files.writeString(directory.resolve("one.json"), first).toString();
        run(0, "--json", "--chain", "ethereum", "--chain-id", "1", file);
        run(64, "--json", "--chain", "bitcoin", file);
        run(64, "--json", "--chain", "ethereum", "--chain-id", "5", file);
        for (var bad : List.of(
                first.replace("safeTx\"", "unheardOf\""),
                first.replace("\"chainId\":1", "\"chainId\":0"),
                first.replace("1.1.1", "9.9"),
                first.replace("\"nonce\":65", "\"nonce\":-1"),
                "{\"kind\"")) {
            var report = run(
                    2,
                    "--json",
                    Files.writeString(directory.resolve("bad.json"), bad).toString());
            assertThat(report.path("error").path("expected").asString()).as(bad).startsWith("vector");
            assertThat(report.path("effects")).isEmpty();
        }
    }

    @Test
    void safeTransaction_withAnothersHash_isDangerous() throws IOException {
        var vector = """
                {"kind": "safeTx", "chainId": 1, "safe": "0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4",
                 "safeVersion": "1.1.1", "tx": {"to": "0x88a1493366D48225fc3cEFbdae9eBb23E323Ade3", "value": "3",
                 "data": null, "operation": 0, "safeTxGas": 45745, "baseGas": 0, "gasPrice": "0",
                 "gasToken": "0x0000000000000000000000000000000000000000",
                 "refundReceiver": "0x0000000000000000000000000000000000000000", "nonce": 65,
                 "safeTxHash": "0x232e9c50965997d04d38c002ca162b3b27f99129791d321265e51dc1cc0844e2"}}
                """;
        var file = Files.writeString(directory.resolve("vector.json"), vector);
        assertThat(codes(run(0, "--json", file.toString()))).contains("SAFE_TX_HASH_MISMATCH");
    }

    @Test
    void rawTransaction_withPrevouts_hasThePublishedDigest() throws IOException {
        var file = Files.writeString(directory.resolve("prevouts.json"), PREVOUTS);
        var report = run(0, "--chain", "bitcoin", "--json", "--prevouts", file.toString(), RAW);
        assertThat(report.path("digests")).hasSize(2);
        assertThat(report.path("digests").path(1).asString())
                .isEqualTo("0xc37af31116d1b27caf68aae9e3ac82f1477929014d5b917657d0eb49478cb670");
        assertThat(report.path("comparisonCode").isNull()).isTrue();
        assertThat(report.path("notes").path(0).asString()).contains("nodes make it of canonical bytes");
        assertThat(codes(report)).contains("INPUT_UNPROVEN").doesNotContain("INPUTS_UNKNOWN");
    }

    @Test
    void rawTransaction_thatSpendsAScriptOfNoKey_hasNoDigest() throws IOException {
        var bare = "2103c9f4836b9a4f77fc0d81f7bcb01b7f1b35916864b9476c241ce9fc198bd25432ac";
        for (var script : List.of("51", "ac", bare.replace("ac", ""), "76" + bare)) {
            var file = Files.writeString(directory.resolve("prevouts.json"), PREVOUTS.replace(bare, script));
            var report = run(0, "--chain", "bitcoin", "--json", "--prevouts", file.toString(), RAW);
            assertThat(report.path("digests")).as(script).isEmpty();
            assertThat(codes(report)).as(script).contains("INPUTS_UNKNOWN");
        }
    }

    @Test
    void prevouts_withKeysThatFit_areReadAsWhatANodeSigns_andOthersAreRefused() throws IOException {
        var key = Curve.SECP256K1.group().generator();
        var bad = 0;
        for (var form : AddressForm.values()) {
            var script = form.script(key).bytes().toHex();
            var raw = "02000000" + "01" + "11".repeat(32) + "00000000" + "00" + "ffffffff" + "01" + "e803000000000000"
                    + "160014" + "22".repeat(20) + "00000000";
            var prevout =
                    "[{\"txid\": \"%s\", \"vout\": 0, \"valueSatoshi\": 1200, \"scriptHex\": \"%s\", \"key\": \"%s\"}]"
                            .formatted("11".repeat(32), script, GENERATOR);
            var file = Files.writeString(directory.resolve("prevouts.json"), prevout)
                    .toString();
            var report = run(0, "--chain", "bitcoin", "--json", "--prevouts", file, raw);
            assertThat(report.path("digests")).as(form.name()).hasSize(1);
            Files.writeString(Path.of(file), prevout.replace(GENERATOR, DOUBLE));
            run(64, "--chain", "bitcoin", "--json", "--prevouts", file, raw);
            bad++;
        }
        assertThat(bad).isEqualTo(4);
    }

    @Test
    void rawTransaction_withoutPrevouts_hasNoDigestAndSaysSo() {
        var report = run(0, "--chain", "bitcoin", "--json", RAW);
        assertThat(report.path("digests")).isEmpty();
        assertThat(report.path("comparisonCode").isNull()).isTrue();
        assertThat(report.path("notes").path(0).asString()).contains("--prevouts");
        assertThat(report.path("effects").path(0).path("amount").asString()).isEqualTo("112340000");
        assertThat(codes(report)).contains("INPUTS_UNKNOWN");
        run(2, "--chain", "bitcoin", "--json", RAW + "00");
    }

    @Test
    void rawTransaction_thatIsSigned_saysThatItsSignaturesAreNotJudged() throws IOException {
        var start = "02000000" + "%s01" + "11".repeat(32) + "00000000" + "%s" + "ffffffff" + "01" + "e803000000000000"
                + "160014" + "22".repeat(20);
        var unsigned = start.formatted("", "00") + "00000000";
        var witnessed = start.formatted("0001", "00") + "0101ab" + "00000000";
        var scripted = start.formatted("", "0151") + "00000000";
        var prevouts =
                "[{\"txid\": \"%s\", \"vout\": 0, \"valueSatoshi\": 1200, \"scriptHex\": \"%s\", \"key\": \"%s\"}]"
                        .formatted(
                                "11".repeat(32),
                                AddressForm.P2WPKH
                                        .script(Curve.SECP256K1.group().generator())
                                        .bytes(),
                                GENERATOR);
        var file =
                Files.writeString(directory.resolve("prevouts.json"), prevouts).toString();
        for (var more : List.of(List.<String>of(), List.of("--prevouts", file)))
            for (var raw : List.of(unsigned, witnessed, scripted)) {
                var words = new ArrayList<>(List.of("--chain", "bitcoin", "--json"));
                words.addAll(more);
                words.add(raw);
                var notes = run(0, words.toArray(String[]::new)).path("notes").toString();
                assertThat(notes.contains("carries signatures")).as(raw).isEqualTo(!raw.equals(unsigned));
            }
    }

    @Test
    void prevouts_thatAreNotOfTheForm_areRefused() throws IOException {
        var refused = 0;
        for (var bad : List.of(
                "{}",
                "[]",
                "[{}]",
                PREVOUTS.replace("600000000", "-1"),
                PREVOUTS.replace("600000000", "2100000000000001"),
                PREVOUTS.replace("\"vout\": 1", "\"vout\": 2"),
                PREVOUTS.replace("\"scriptHex\"", "\"script\""),
                PREVOUTS.replace("\"00141d", "\"0x0014zz"),
                PREVOUTS.replace("8ac60e", "8ac6"),
                PREVOUTS.replace("\"vout\": 0", "\"path\": \"m/0'\", \"vout\": 0"),
                PREVOUTS.replace("\"vout\": 0", "\"key\": \"02\", \"vout\": 0"),
                PREVOUTS.replace("\"vout\": 0", "\"key\": \"%s\", \"vout\": 0".formatted(GENERATOR)),
                PREVOUTS.replace("\"vout\": 1", "\"key\": \"%s\", \"vout\": 1".formatted(GENERATOR)))) {
            var file = Files.writeString(directory.resolve("prevouts.json"), bad);
            assertThat(run("--chain", "bitcoin", "--prevouts", file.toString(), RAW)
                            .status())
                    .as(bad)
                    .isEqualTo(64);
            refused++;
        }
        assertThat(refused).isEqualTo(13);
    }
}
