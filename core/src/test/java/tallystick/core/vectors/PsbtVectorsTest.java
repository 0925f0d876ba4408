package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtExport;
import tallystick.core.chain.bitcoin.psbt.PsbtImport;
import tallystick.core.kit.BitcoinSigner;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("BIP-174, BIP-370, BIP-371")
class PsbtVectorsTest {
    private static final Json BIP174 = VectorFiles.ours("bitcoin/bip174.json");
    private static final Json BIP370 = VectorFiles.ours("bitcoin/bip370.json");
    private static final Json BIP371 = VectorFiles.ours("bitcoin/bip371.json");

    private static Psbt psbt(Json hex) {
        return Psbt.parse(hex.hex()).orThrow();
    }

    private static int refuseAll(Json document) {
        var refused = 0;
        for (var each : document.get("invalid").items()) {
            assertThat(Psbt.parse(each.get("psbt").hex()))
                    .as(each.get("case").text())
                    .isInstanceOf(Parsed.Malformed.class);
            refused++;
        }
        return refused;
    }

    private static int acceptAll(Json document) {
        var accepted = 0;
        for (var each : document.get("valid").items()) {
            var psbt = Psbt.parse(each.get("psbt").hex());
            assertThat(psbt).as(each.get("case").text()).isInstanceOf(Parsed.Ok.class);
            assertEquals(each.get("psbt").hex(), psbt.orThrow().encode());
            assertEquals(psbt.orThrow(), Psbt.parse(psbt.orThrow().base64()).orThrow());
            accepted++;
        }
        return accepted;
    }

    @Test
    void invalidPsbts_ofAllStandards_areMalformed() {
        assertEquals(20, refuseAll(BIP174));
        assertEquals(24, refuseAll(BIP370));
        assertEquals(11, refuseAll(BIP371));
    }

    @Test
    void validPsbts_ofAllStandards_parseAndPrint() {
        assertEquals(10, acceptAll(BIP174));
        assertEquals(14, acceptAll(BIP370));
        assertEquals(6, acceptAll(BIP371));
    }

    @Test
    void psbtsThatFailASignersChecks_becomeNoBundle() {
        var reasons = BIP174.get("unsignable").items().stream()
                .map(each -> assertInstanceOf(
                                Parsed.Malformed.class,
                                PsbtImport.bundle(
                                        BitcoinNetwork.TESTNET3, psbt(each.get("psbt")), new BitcoinSigner(1).tree()))
                        .expected())
                .toList();
        assertThat(reasons)
                .containsExactly(
                        "psbt input 0, field 0x00: the whole previous transaction of a non-witness input",
                        "psbt input 0, field 0x04: a redeem script with the hash spent",
                        "psbt input 1, field 0x04: a redeem script with the hash spent",
                        "psbt input 1, field 0x05: a witness script with the hash spent");
    }

    @Test
    void creator_ofBip174_makesThePublishedPsbt() {
        var created = BIP174.get("flow").get("created");
        var transaction = psbt(created).transaction().orElseThrow();
        assertEquals(2, transaction.inputs().size());
        assertEquals(created.hex(), Psbt.of(transaction).encode());
    }

    @Test
    void combiner_ofBip174_joinsBothSignersPsbts() {
        var flow = BIP174.get("flow");
        var combined = psbt(flow.get("signedFirst")).combined(psbt(flow.get("signedSecond")));
        // The published one keeps the order of the first signer; in the order of keys they are the same.
        var published = psbt(flow.get("combined"));
        assertEquals(published.combined(published), combined);
        var unknown = BIP174.get("unknown");
        var joined = psbt(unknown.get("first")).combined(psbt(unknown.get("second")));
        assertEquals(unknown.get("combined").hex(), joined.orElseThrow().encode());
    }

    @Test
    void combiner_ofTwoTransactions_refuses() {
        assertThat(psbt(BIP174.get("flow").get("created"))
                        .combined(psbt(BIP174.get("unknown").get("first"))))
                .isEmpty();
    }

    @Test
    void extractor_ofBip174_takesOutThePublishedTransaction() {
        var flow = BIP174.get("flow");
        assertEquals(
                flow.get("extracted").hex(),
                PsbtExport.extracted(psbt(flow.get("finalized"))).orElseThrow().encode());
        assertThat(PsbtExport.extracted(psbt(flow.get("combined")))).isEmpty();
    }

    @Test
    void lockTimes_ofBip370_areAsPublished() {
        var checked = 0;
        for (var each : BIP370.get("lockTimes").items()) {
            var expected = each.get("lockTime").text();
            assertThat(psbt(each.get("psbt")).transaction().map(Transaction::lockTime))
                    .as(each.get("case").text())
                    .isEqualTo(expected.equals("none") ? Optional.empty() : Optional.of(Long.parseLong(expected)));
            checked++;
        }
        assertEquals(10, checked);
    }

    @Test
    void lockTimesThatCannotBeMet_becomeNoBundle() {
        var unmet = BIP370.get("lockTimes").items().stream()
                .filter(each -> each.get("lockTime").text().equals("none"))
                .map(each ->
                        PsbtImport.bundle(BitcoinNetwork.MAINNET, psbt(each.get("psbt")), new BitcoinSigner(1).tree()))
                .toList();
        assertThat(unmet)
                .containsExactly(new Parsed.Malformed<Bundle>(
                        80, "psbt input 0, field 0x12: lock times of the inputs that can all be met"));
    }
}
