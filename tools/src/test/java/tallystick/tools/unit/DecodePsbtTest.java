package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.tools.kit.Decoding.codes;
import static tallystick.tools.kit.Decoding.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtEntry;
import tallystick.core.chain.bitcoin.psbt.PsbtExport;
import tallystick.core.chain.bitcoin.psbt.PsbtFields;
import tallystick.core.chain.bitcoin.psbt.PsbtMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;

@DisplayName("tallystick decode: partially signed bitcoin transactions")
class DecodePsbtTest {
    private static final String CODE = "07".repeat(32);
    private static final KeyTree TREE =
            new KeyTree(new Derivation(Curve.SECP256K1.group().generator(), new Digest32(Bytes.ofHex(CODE))));
    private static final String KEY = TREE.derivation().key().encode().toHex();
    private static final DerivationPath OWN = DerivationPath.of(0, 1);
    private static final DerivationPath BACK = DerivationPath.of(1, 0);
    private static final int REDEEM_SCRIPT = 4;

    @TempDir
    Path directory;

    private static JsonNode decoded(int status, Psbt psbt) {
        return run(status, "--json", "--chain", "bitcoin", psbt.base64());
    }

    private static Bundle bundle(AddressForm form) {
        var output = new TxOutput(100_000, form.script(TREE.key(OWN).orElseThrow()));
        var made = new Transaction(
                2,
                List.of(TxInput.unsigned(new OutPoint(new Digest32(Bytes.ofHex("11".repeat(32))), 0), TxInput.FINAL)),
                List.of(output),
                0);
        var back = form == AddressForm.P2TR ? form : AddressForm.P2WPKH;
        var change = back.script(TREE.key(BACK).orElseThrow());
        var away = AddressForm.P2PKH.script(TREE.derivation().key());
        var transaction = new Transaction(
                2,
                List.of(TxInput.unsigned(new OutPoint(made.hash(), 0), TxInput.FINAL)),
                List.of(new TxOutput(60_000, away), new TxOutput(39_000, change)),
                0);
        return Bundle.of(
                        BitcoinNetwork.MAINNET,
                        transaction,
                        List.of(SpentOutput.whole(output, TREE.key(OWN).orElseThrow(), OWN)),
                        List.of(Optional.empty(), Optional.of(BACK)),
                        List.of(made))
                .orThrow();
    }

    private static Psbt with(Psbt psbt, int type, Bytes value) {
        var entries = new ArrayList<>(psbt.inputs().getFirst().entries());
        entries.removeIf(each -> each.type() == type);
        entries.add(new PsbtEntry(type, Bytes.empty(), value));
        return new Psbt(psbt.version(), psbt.global(), List.of(new PsbtMap(entries)), psbt.outputs());
    }

    @Test
    void withoutTheTree_valuesKeysAndRedeemScriptsAreThePsbtsOwn() {
        for (var form : AddressForm.values()) {
            var bundle = bundle(form);
            for (var version : List.of(0, 2)) {
                var report = decoded(0, PsbtExport.of(bundle, TREE, version));
                assertThat(report.path("digests").path(0).asString())
                        .as("%s", form)
                        .isEqualTo("0x" + bundle.digests().getFirst());
                assertThat(codes(report)).contains("INPUT_UNPROVEN").doesNotContain("INPUTS_UNKNOWN", "SIGHASH");
                assertThat(report.path("notes")).hasSize(1);
            }
        }
    }

    @Test
    void valueThatTheTransactionBesideItDoesNotMake_isUnproven() {
        var output =
                new TxOutput(50_000, AddressForm.P2WPKH.script(TREE.derivation().key()));
        var made = new Transaction(
                2,
                List.of(TxInput.unsigned(new OutPoint(new Digest32(Bytes.ofHex("11".repeat(32))), 0), TxInput.FINAL)),
                List.of(output, output),
                0);
        var psbt = Psbt.of(new Transaction(
                2,
                List.of(
                        TxInput.unsigned(new OutPoint(made.hash(), 0), TxInput.FINAL),
                        TxInput.unsigned(new OutPoint(made.hash(), 1), TxInput.FINAL)),
                List.of(new TxOutput(60_000, output.script())),
                0));
        var proof = new PsbtMap(List.of(new PsbtEntry(PsbtFields.INPUT_PREVIOUS, Bytes.empty(), made.encode())));
        for (var value : List.of(50_000, 10_100)) {
            var said = new Writer();
            new TxOutput(value, output.script()).write(said);
            var word = new PsbtMap(List.of(new PsbtEntry(PsbtFields.INPUT_OUTPUT, Bytes.empty(), said.toBytes())));
            var report = decoded(0, new Psbt(0, psbt.global(), List.of(proof, word), psbt.outputs()));
            assertEquals(value != 50_000, codes(report).contains("VALUE_UNPROVEN"));
        }
    }

    @Test
    void withTheTree_inputsAndChangeAreProven() {
        var psbt = PsbtExport.of(bundle(AddressForm.P2WPKH), TREE, 0).base64();
        var report = run(0, "--json", "--chain", "bitcoin", "--key", KEY, "--chain-code", CODE, psbt);
        assertThat(codes(report)).doesNotContain("INPUT_UNPROVEN", "CHANGE_UNPROVEN", "NO_CHANGE");
        assertThat(report.path("effects").toString()).contains("\"change\"");
        var other = run(2, "--json", "--chain", "bitcoin", "--key", KEY, "--chain-code", "08".repeat(32), psbt);
        assertThat(other.path("error").path("expected").asString()).startsWith("psbt input 0, field 0x06: a script of");
    }

    @Test
    void bundle_withTheTree_hasItsChangeProven() {
        var bytes = bundle(AddressForm.P2TR).bytes().toHex();
        assertThat(codes(run(0, "--json", "--chain", "bitcoin", bytes))).contains("CHANGE_UNPROVEN");
        var report = run(0, "--json", "--chain", "bitcoin", "--key", KEY, "--chain-code", CODE, bytes);
        assertThat(codes(report)).doesNotContain("INPUT_UNPROVEN", "CHANGE_UNPROVEN");
    }

    @Test
    void signatureThatCommitsToLess_isDangerous_andItsDigestIsTheOneAskedFor() {
        var psbt = PsbtExport.of(bundle(AddressForm.P2WPKH), TREE, 0);
        var whole = decoded(0, psbt).path("digests").path(0).asString();
        var report = decoded(0, with(psbt, PsbtFields.INPUT_SIGHASH, Bytes.ofHex("82000000")));
        assertThat(codes(report)).contains("SIGHASH");
        assertThat(report.path("digests").path(0).asString()).isNotEqualTo(whole);
        decoded(2, with(psbt, PsbtFields.INPUT_SIGHASH, Bytes.ofHex("04000000")));
        decoded(2, with(psbt, PsbtFields.INPUT_SIGHASH, Bytes.ofHex("00000000")));
    }

    @Test
    void whatNoSignerMayTake_isRefusedWithTheReason() {
        var legacy = PsbtExport.of(bundle(AddressForm.P2PKH), TREE, 0);
        var output = new Writer();
        bundle(AddressForm.P2PKH).spent().getFirst().output().write(output);
        var entries = new ArrayList<>(legacy.inputs().getFirst().entries());
        entries.removeIf(each -> each.type() == PsbtFields.INPUT_PREVIOUS);
        entries.add(new PsbtEntry(PsbtFields.INPUT_OUTPUT, Bytes.empty(), output.toBytes()));
        var refused = decoded(2, new Psbt(0, legacy.global(), List.of(new PsbtMap(entries)), legacy.outputs()));
        assertThat(refused.path("error").path("expected").asString())
                .isEqualTo("psbt input 0, field 0x00: the whole previous transaction of a non-witness input");
        assertThat(refused.path("error").path("offsetBytes").asInt()).isPositive();
        var nested = PsbtExport.of(bundle(AddressForm.P2SH_P2WPKH), TREE, 0);
        refused = decoded(2, with(nested, REDEEM_SCRIPT, Bytes.ofHex("0014" + "22".repeat(20))));
        assertThat(refused.path("error").path("expected").asString()).contains("a redeem script with the hash spent");
        refused = decoded(2, with(nested, PsbtFields.INPUT_FINAL_SCRIPT, Bytes.ofHex("51")));
        assertThat(refused.path("error").path("expected").asString()).contains("not signed yet");
    }

    @Test
    void psbtThatSaysNothingOfItsInputs_takesPrevouts_andOneThatDoesIsNotContradicted() throws IOException {
        var bundle = bundle(AddressForm.P2WPKH);
        var silent = Psbt.of(bundle.transaction());
        assertThat(decoded(0, silent).path("notes").path(0).asString()).contains("--prevouts");
        var point = bundle.transaction().inputs().getFirst().spends();
        var prevouts = "[{\"txid\": \"%s\", \"vout\": 0, \"valueSatoshi\": %d, \"scriptHex\": \"%s\"}]";
        var script = bundle.spent().getFirst().output().script().bytes().toHex();
        var txid = point.toString().substring(0, 64);
        var good = Files.writeString(directory.resolve("good"), prevouts.formatted(txid, 100_000, script));
        var report = run(0, "--json", "--chain", "bitcoin", "--prevouts", good.toString(), silent.base64());
        assertThat(report.path("digests").path(0).asString())
                .isEqualTo("0x" + bundle.digests().getFirst());
        var lie = Files.writeString(directory.resolve("lie"), prevouts.formatted(txid, 100_001, script));
        var psbt = PsbtExport.of(bundle, TREE, 0).base64();
        run(0, "--json", "--chain", "bitcoin", "--prevouts", good.toString(), psbt);
        run(64, "--json", "--chain", "bitcoin", "--prevouts", lie.toString(), psbt);
        // That it asks for less than everything is said even where nothing is known about the inputs.
        report = decoded(0, with(silent, PsbtFields.INPUT_SIGHASH, Bytes.ofHex("83000000")));
        assertThat(codes(report)).contains("SIGHASH");
    }
}
