package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.Sighashes;
import tallystick.core.chain.bitcoin.Signatures;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("BIP-143, BIP-341")
class BitcoinSighashVectorsTest {
    private static final Json BIP143 = VectorFiles.ours("bitcoin/bip143.json");
    private static final Json BIP341 = VectorFiles.ours("bitcoin/bip341.json");

    private static Point point(Bytes key) {
        return Curve.SECP256K1.group().parsePoint(key).orThrow();
    }

    private static TxOutput output(Json each) {
        return new TxOutput(
                Long.parseLong(each.get("valueSatoshi").text()),
                new OutputScript(each.get("script").hex()));
    }

    @Test
    void bip143Digests_ofAllTypes_areOurs() {
        var checked = 0;
        for (var each : BIP143.get("digests").items()) {
            var transaction = Transaction.parse(each.get("transaction").hex()).orThrow();
            var index = each.get("input").number();
            // Only this input's value goes in.
            var value = Long.parseLong(each.get("valueSatoshi").text());
            var spent = transaction.inputs().stream()
                    .map(_ -> new TxOutput(value, new OutputScript(Bytes.empty())))
                    .toList();
            assertEquals(
                    each.get("digest").text(),
                    new Sighashes(transaction, spent)
                            .segwit(
                                    index,
                                    each.get("scriptCode").hex(),
                                    SighashType.ofCode(each.get("type").number())
                                            .orElseThrow())
                            .toString());
            checked++;
        }
        assertEquals(13, checked);
    }

    @Test
    void bip143P2shP2wpkh_withItsSignature_isThePublishedTransaction() {
        var example = BIP143.get("p2shP2wpkh");
        var transaction = Transaction.parse(example.get("unsigned").hex()).orThrow();
        var output = new TxOutput(
                Long.parseLong(example.get("spentValueSatoshi").text()),
                new OutputScript(example.get("spentScript").hex()));
        var spent = SpentOutput.whole(output, point(example.get("key").hex()), DerivationPath.root());
        var bundle = Bundle.of(
                        BitcoinNetwork.MAINNET,
                        transaction,
                        List.of(spent),
                        List.of(Optional.empty(), Optional.empty()),
                        List.of())
                .orThrow();
        var der = example.get("signature").hex();
        var signature = new RecoverableSignature(der.slice(4, 36), der.slice(38, 70), 0);
        var signed = bundle.attach(List.of(signature));
        assertEquals(example.get("signed").hex(), signed.bytes());
        assertEquals(bundle.predictedId().orElseThrow(), signed.id());
    }

    @Test
    void publishedTransactions_withTheirWitnesses_parseAndPrint() {
        var checked = 0;
        for (var hex : BIP143.get("signed").items()) {
            var transaction = Transaction.parse(hex.hex()).orThrow();
            assertEquals(hex.hex(), transaction.encode());
            assertThat(transaction.hasWitness()).isTrue();
            checked++;
        }
        assertThat(checked).isGreaterThanOrEqualTo(5);
    }

    @Test
    void bip341Digests_ofAllTypes_areOursAndTheirSignaturesVerify() {
        var transaction = Transaction.parse(BIP341.get("transaction").hex()).orThrow();
        var spent = BIP341.get("spent").items().stream()
                .map(BitcoinSighashVectorsTest::output)
                .toList();
        var sighashes = new Sighashes(transaction, spent);
        var checked = 0;
        for (var each : BIP341.get("inputs").items()) {
            var index = each.get("input").number();
            var type = SighashType.ofCode(each.get("type").number()).orElseThrow();
            var digest = sighashes.taproot(index, type);
            assertEquals(each.get("digest").text(), digest.toString());
            var root = Optional.of(each.get("merkleRoot").hex())
                    .filter(bytes -> bytes.length() > 0)
                    .map(Digest32::new);
            var key = point(
                    Bytes.concat(Bytes.ofHex("02"), each.get("internalKey").hex()));
            var ours = new SpentOutput(spent.get(index), key, root, DerivationPath.root(), type);
            var input = new SigningInput(
                    SigningInput.Algorithm.BIP340,
                    digest.bytes(),
                    Optional.empty(),
                    Optional.of(root.map(Digest32::bytes).orElse(Bytes.empty())));
            var witness = each.get("witness").hex();
            assertEquals(witness, Signatures.encode(ours, input, new ChainSignature.Plain(witness.slice(0, 64))));
            checked++;
        }
        assertEquals(7, checked);
    }

    @Test
    void bip341SignedTransaction_holdsTheWitnessesAtTheirPlaces() {
        var signed = Transaction.parse(BIP341.get("signed").hex()).orThrow();
        assertEquals(BIP341.get("signed").hex(), signed.encode());
        assertEquals(BIP341.get("transaction").hex(), signed.unsigned().encode());
        var found = new ArrayList<Integer>();
        for (var each : BIP341.get("inputs").items()) {
            var index = each.get("input").number();
            assertEquals(
                    List.of(each.get("witness").hex()),
                    signed.inputs().get(index).witness());
            found.add(index);
        }
        assertThat(found).containsExactly(0, 1, 3, 4, 6, 7, 8);
    }
}
