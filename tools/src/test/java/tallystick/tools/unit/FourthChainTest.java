package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.Bitcoin;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.solana.Solana;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.VerifyKey;
import tallystick.tools.decode.DecodeCommand;
import tallystick.tools.kit.BeadChain;
import tallystick.tools.kit.Running;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("A further chain is one package and one line")
class FourthChainTest {
    private static final Chains CHAINS =
            Chains.of(List.<Chain>of(new Bitcoin(), new Ethereum(), new Solana(), new BeadChain()));
    private static final Account SIGNER = new Account(BeadChain.CHAIN, "person-7");

    @TempDir
    Path directory;

    private record Ran(int status, String out, String err) {
        JsonNode json() {
            return new JsonMapper().readTree(out);
        }
    }

    private static Ran run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new DecodeCommand(CHAINS))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return new Ran(line.execute(words), out.toString(), err.toString());
    }

    @Test
    void decode_readsItsBytes_orNamesTheByte() {
        var good = run("--chain", "beads", "--json", "--signer", "person-7", "b00305");
        assertThat(good.status()).isZero();
        assertThat(good.json().path("chain").asString()).isEqualTo("bead:1");
        assertThat(good.json().path("effects").path(0).path("amount").asString())
                .isEqualTo("3");
        assertThat(good.json().path("predictedId").asString()).isEqualTo("bead-b00305");
        assertThat(good.json().path("notes")).isEmpty();
        assertThat(good.json().path("comparisonCode").asString())
                .isEqualTo(
                        ComparisonCode.of(new BeadChain.Payment(3, 5), SIGNER).toString());

        var stuck = run("--chain", "beads", "b0030500");
        assertThat(stuck.status()).isEqualTo(2);
        assertThat(stuck.out()).contains("at byte 3");
        assertThat(run("--chain", "beads", "--content", "message", "b00305").status())
                .isEqualTo(2);
    }

    @Test
    void decode_knowsItsNameItsReferenceItsSignersAndItsCurve() {
        assertThat(run("b00305").err()).contains("one of beads, bitcoin, ethereum, solana");
        assertThat(run("--chain", "marbles", "b00305").err()).contains("none of beads, bitcoin, ethereum, solana");
        assertThat(run("--chain", "beads", "--chain-id", "2", "b00305").err()).contains("none of beads, such as 1");
        assertThat(run("--chain", "beads", "--signer", "somebody", "b00305").status())
                .isEqualTo(64);
        var key = Curve.ED25519.group().generator();
        assertThat(run("--chain", "beads", "--key", key.encode().toHex(), "b00305")
                        .out())
                .contains("person-" + key.encode().at(0));
        var foreign = Curve.SECP256K1.group().generator().encode().toHex();
        assertThat(run("--chain", "beads", "--key", foreign, "b00305").status()).isEqualTo(64);
    }

    @Test
    void decode_readsItsOtherFormsItsRecordsAndItsKnowledge() throws IOException {
        var signed = run("--chain", "beads", "--json", "b00305" + "00".repeat(64));
        assertThat(signed.json().path("notes").path(0).asString()).isEqualTo("It is signed already.");
        var record = "{\"kind\": \"beadTx\", \"id\": \"FOUND-1\", \"beads\": 9, \"to\": 5}";
        assertThat(run("--json", record)
                        .json()
                        .path("effects")
                        .path(0)
                        .path("amount")
                        .asString())
                .isEqualTo("9");
        assertThat(run("{\"kind\": \"marbleTx\"}").out())
                .contains("one of beadTx, evmCall, safeTx, safeTxConfirmation");

        var knowledge = Files.writeString(
                directory.resolve("knowledge.json"),
                "{\"format\": \"tallystick-knowledge-1\", \"caps\": {\"beads\": 2},"
                        + " \"labels\": [{\"account\": \"bead:1:person-5\", \"name\": \"Eve\"}]}");
        assertThat(run("--chain", "beads", "--knowledge", knowledge.toString(), "b00305")
                        .out())
                .contains("ATTENTION MANY_BEADS: These are many beads.", "\"Eve\" (person-5)");
        assertThat(run("--chain", "beads", "--knowledge", knowledge.toString(), "b00205")
                        .out())
                .doesNotContain("MANY_BEADS");
    }

    @Test
    void build_makesItsTransactions_orNamesItsField() throws IOException {
        var state = Files.writeString(
                        directory.resolve("state.json"),
                        "{\"format\": \"tallystick-state-1\", \"chain\": \"bead:1\", \"beads\": 9}")
                .toString();
        var key = Curve.ED25519.group().generator().encode().toHex();
        var paid = Running.run(
                CHAINS, "pay", "--json", "--state", state, "--key", key, "--to", "person-5", "--amount", "3");
        assertThat(paid.json().path("unsigned").asString()).isEqualTo("0xb00305");
        assertThat(paid.json()
                        .path("decoded")
                        .path("effects")
                        .path(0)
                        .path("to")
                        .asString())
                .isEqualTo("bead:1:person-5");
        var swept = Running.run(CHAINS, "sweep", "--json", "--state", state, "--key", key, "--to", "person-5");
        assertThat(swept.json().path("unsigned").asString()).isEqualTo("0xb00905");
        var much = Running.run(CHAINS, "pay", "--state", state, "--key", key, "--to", "person-5", "--amount", "10");
        assertThat(much.err()).contains("FUNDS: 9 beads, less than 10");
        var cancel = Running.run(CHAINS, "cancel", "--state", state, "--key", key, "--pending", "b00305");
        assertThat(cancel.status()).isEqualTo(1);
        assertThat(cancel.err()).contains("WISH: beads are handed over at once");
    }

    @Test
    void intentAndClearText_holdItLikeAnyOther() {
        var payment = new BeadChain.Payment(3, 5);
        assertThat(ClearText.of(payment, SIGNER, Knowledge.none().label(SIGNER, "Us")))
                .hasToString("1. 3 base units of bead:1/bead:glass leaves \"Us\" (person-7) for person-5.\n");
        var intent = new Intent(
                Intent.Version.V2,
                StandardHash.sha256(Bytes.ofUtf8("key")),
                List.of(),
                payment.chain(),
                payment.content(),
                payment.bytes(),
                payment.digests(),
                Instant.ofEpochSecond(1_800_000_000L),
                new VerifyKey(Curve.ED25519.group().generator()),
                Bytes.copyOf(new byte[16]));
        assertThat(Intent.parse(intent.encode())).isEqualTo(new Parsed.Ok<>(intent));
        var read = CHAINS.parse(intent.chain(), intent.content(), intent.unsigned());
        assertThat(read).isEqualTo(new Parsed.Ok<UnsignedTransaction>(payment));
        var signature = new ChainSignature.Plain(Bytes.copyOf(new byte[64]));
        assertThat(payment.attach(List.of(signature)).id()).isEqualTo("bead-b00305");
        assertThat(CHAINS.coins().values()).contains(new Knowledge.Unit("BEAD", 0), new Knowledge.Unit("ETH", 18));
    }
}
