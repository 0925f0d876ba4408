package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.acinq.bitcoin.Bitcoin;
import fr.acinq.bitcoin.Block;
import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.ScriptFlags;
import fr.acinq.bitcoin.SigVersion;
import fr.acinq.bitcoin.TxOut;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BareTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.Sighashes;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TransactionSize;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtExport;
import tallystick.core.chain.bitcoin.psbt.PsbtImport;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Another library, with a script interpreter, on everything made here.
class BitcoinSecondOpinionTest {
    private static fr.acinq.bitcoin.Transaction theirs(Transaction transaction) {
        return fr.acinq.bitcoin.Transaction.read(transaction.encode().toArray());
    }

    private static TxOut theirs(TxOutput output) {
        return new TxOut(
                new Satoshi(output.valueSatoshi()),
                new ByteVector(output.script().bytes().toArray()));
    }

    private static void accept(Bundle bundle, Transaction signed) {
        var transaction = theirs(signed);
        var spent = new HashMap<fr.acinq.bitcoin.OutPoint, TxOut>();
        for (var i = 0; i < bundle.spent().size(); i++)
            spent.put(
                    transaction.txIn.get(i).outPoint,
                    theirs(bundle.spent().get(i).output()));
        transaction.correctlySpends(spent, ScriptFlags.STANDARD_SCRIPT_VERIFY_FLAGS);
    }

    @Test
    void signedTransactions_ofEveryForm_satisfyTheScriptInterpreter() {
        var accepted = 0;
        for (var form : AddressForm.values())
            for (var seed = 0L; seed < 8; seed++) {
                var signer = new BitcoinSigner(seed);
                var bundle = BitcoinScenes.bundle(signer, List.of(form), new Random(seed));
                accept(bundle, bundle.signed(signer.sign(bundle)));
                accepted++;
            }
        assertEquals(32, accepted);
    }

    @Test
    void signedTransactions_ofMixedForms_satisfyTheScriptInterpreter() {
        var forms = List.of(AddressForm.values());
        for (var seed = 100L; seed < 140; seed++) {
            var signer = new BitcoinSigner(seed);
            var bundle = BitcoinScenes.bundle(signer, forms, new Random(seed));
            var signed = bundle.signed(signer.sign(bundle));
            accept(bundle, signed);
            var attached = bundle.attach(signer.sign(bundle));
            assertEquals(theirs(signed).txid.toString(), attached.id(), "seed " + seed);
            bundle.predictedId().ifPresent(id -> assertEquals(id, attached.id()));
            // Two bytes at most for every signature: one for r, one for s.
            var size = TransactionSize.of(bundle.transaction(), bundle.spent()).weightUnits();
            assertThat(signed.weight())
                    .as("seed " + seed)
                    .isBetween(size - 8 * bundle.spent().size(), size);
        }
    }

    @Test
    void taprootWithAScriptTree_isSpentByItsKey() {
        for (var seed = 0L; seed < 8; seed++) {
            var random = new Random(seed);
            var signer = new BitcoinSigner(seed);
            var path = BitcoinScenes.path(random);
            var root = Optional.of(new Digest32(BitcoinScenes.bytes(random, 32)));
            var output = new TxOutput(50_000, AddressForm.P2TR.script(signer.at(path), root));
            var template = BitcoinScenes.bundle(signer, List.of(AddressForm.P2TR), random);
            var transaction = new Transaction(
                    2,
                    List.of(template.transaction().inputs().getFirst()),
                    List.of(new TxOutput(40_000, BitcoinScenes.script(random))),
                    0);
            var bundle = Bundle.of(
                            BitcoinScenes.NETWORK,
                            transaction,
                            List.of(new SpentOutput(output, signer.at(path), root, path, SighashType.DEFAULT)),
                            List.of(Optional.empty()),
                            List.of())
                    .orThrow();
            accept(bundle, bundle.signed(signer.sign(bundle)));
        }
    }

    @Test
    void addresses_ofRandomScripts_areTheSame() {
        var genesis = Map.of(
                BitcoinNetwork.MAINNET, Block.LivenetGenesisBlock,
                BitcoinNetwork.TESTNET3, Block.Testnet3GenesisBlock,
                BitcoinNetwork.SIGNET, Block.SignetGenesisBlock,
                BitcoinNetwork.REGTEST, Block.RegtestGenesisBlock);
        for (var seed = 0L; seed < 100; seed++) {
            var script = BitcoinScenes.script(new Random(seed));
            genesis.forEach((network, block) -> assertEquals(
                    Bitcoin.addressFromPublicKeyScript(
                                    block.hash, script.bytes().toArray())
                            .getRight(),
                    script.account(network).address()));
        }
    }

    @Test
    void randomTransactions_haveTheSameBytesIdAndWeight() {
        for (var seed = 0L; seed < 300; seed++) {
            var transaction = BitcoinScenes.transaction(new Random(seed));
            var encoded = transaction.encode();
            var other = theirs(transaction);
            assertEquals(transaction, Transaction.parse(encoded).orThrow(), "seed " + seed);
            assertArrayEquals(encoded.toArray(), fr.acinq.bitcoin.Transaction.write(other));
            assertEquals(other.txid.toString(), transaction.txid());
            assertEquals(other.weight(), transaction.weight());
        }
    }

    @Test
    void digests_ofAllTypes_areTheSame() {
        var compared = 0;
        for (var seed = 0L; seed < 60; seed++) {
            var random = new Random(seed);
            var transaction = BitcoinScenes.transaction(random).unsigned();
            var spent = transaction.inputs().stream()
                    .map(_ -> new TxOutput(random.nextLong(TxOutput.VALUE_MAX), BitcoinScenes.script(random)))
                    .toList();
            var sighashes = new Sighashes(transaction, spent);
            var index = random.nextInt(spent.size());
            for (var type : SighashType.values()) {
                compare(transaction, spent, sighashes, index, type);
                compared++;
            }
        }
        assertEquals(420, compared);
    }

    private static void compare(
            Transaction transaction, List<TxOutput> spent, Sighashes sighashes, int index, SighashType type) {
        var other = theirs(transaction);
        var script = spent.get(index).script().bytes();
        var why = "%s of input %d of %d, %d outputs"
                .formatted(type, index, spent.size(), transaction.outputs().size());
        assertEquals(
                Bytes.copyOf(other.hashForSigning(index, script.toArray(), type.code())),
                sighashes.legacy(index, script, type).bytes(),
                why);
        assertEquals(
                Bytes.copyOf(other.hashForSigning(
                        index,
                        script.toArray(),
                        type.code(),
                        new Satoshi(spent.get(index).valueSatoshi()),
                        SigVersion.SIGVERSION_WITNESS_V0)),
                sighashes.segwit(index, script, type).bytes(),
                why);
        if (type.code() % 4 == 3 && index >= transaction.outputs().size()) return;
        var outputs = spent.stream().map(BitcoinSecondOpinionTest::theirs).toList();
        assertEquals(
                Bytes.copyOf(other.hashForSigningTaprootKeyPath(index, outputs, type.code(), null)
                        .toByteArray()),
                sighashes.taproot(index, type).bytes(),
                why);
    }

    @Test
    void bareTransactions_withTheirSpentOutputs_haveTheDigestsOfBundles() {
        for (var seed = 500L; seed < 530; seed++) {
            var signer = new BitcoinSigner(seed);
            var bundle = BitcoinScenes.bundle(signer, List.of(AddressForm.values()), new Random(seed));
            var spent = bundle.spent().stream().map(SpentOutput::output).toList();
            var signed = bundle.signed(signer.sign(bundle));
            var digests = new BareTransaction(bundle.network(), signed, List.of()).digests(spent);
            for (var i = 0; i < spent.size(); i++)
                if (bundle.spent().get(i).form() != AddressForm.P2TR
                        || bundle.spent().get(i).sighash() == SighashType.DEFAULT)
                    assertEquals(Optional.of(bundle.digests().get(i)), digests.get(i), "seed " + seed);
            var unsigned = new BareTransaction(bundle.network(), bundle.transaction(), List.of()).digests(spent);
            for (var i = 0; i < spent.size(); i++)
                assertEquals(
                        bundle.spent().get(i).form() == AddressForm.P2SH_P2WPKH,
                        unsigned.get(i).isEmpty());
        }
    }

    @Test
    void psbts_ofBundles_meanTheSameToBoth() {
        for (var seed = 200L; seed < 230; seed++) {
            var signer = new BitcoinSigner(seed);
            var bundle = BitcoinScenes.bundle(signer, List.of(AddressForm.values()), new Random(seed));
            var psbt = PsbtExport.of(bundle, signer.tree(), 0);
            var signed = PsbtExport.signed(psbt, bundle, signer.sign(bundle));
            var other = fr.acinq.bitcoin.psbt.Psbt.read(signed.encode().toArray());
            assertThat(other.isRight()).as("seed " + seed).isTrue();
            assertArrayEquals(
                    bundle.transaction().encodeStripped().toArray(),
                    fr.acinq.bitcoin.Transaction.write(other.getRight().global.tx));
            if (bundle.spent().stream().allMatch(each -> each.form().isSegwit()))
                assertEquals(bundle.feeSatoshi(), other.getRight().computeFees().getSat());
            var finalized = PsbtExport.finalized(signed, bundle);
            var extracted = fr.acinq.bitcoin.psbt.Psbt.read(finalized.encode().toArray())
                    .getRight()
                    .extract();
            assertThat(extracted.isRight()).as("seed " + seed).isTrue();
            assertArrayEquals(
                    bundle.signed(signer.sign(bundle)).encode().toArray(),
                    fr.acinq.bitcoin.Transaction.write(extracted.getRight()));
        }
    }

    @Test
    void bundles_throughPsbtsOfBothVersions_comeBackEqual() {
        for (var seed = 300L; seed < 330; seed++) {
            var signer = new BitcoinSigner(seed);
            var bundle = BitcoinScenes.bundle(signer, List.of(AddressForm.values()), new Random(seed));
            for (var version : new int[] {0, 2}) {
                var psbt = PsbtExport.of(bundle, signer.tree(), version);
                assertEquals(psbt, Psbt.parse(psbt.encode()).orThrow());
                assertEquals(
                        bundle,
                        PsbtImport.bundle(BitcoinScenes.NETWORK, psbt, signer.tree())
                                .orThrow(),
                        "seed " + seed);
                var signed = PsbtExport.finalized(PsbtExport.signed(psbt, bundle, signer.sign(bundle)), bundle);
                assertThat(PsbtExport.extracted(signed)).contains(bundle.signed(signer.sign(bundle)));
            }
        }
    }

    @Test
    void bundles_parseBackToTheirBytes() {
        for (var seed = 400L; seed < 440; seed++) {
            var bundle = BitcoinScenes.bundle(
                    new BitcoinSigner(seed), Arrays.asList(AddressForm.values()), new Random(seed));
            var parsed = Bundle.parse(BitcoinScenes.NETWORK, bundle.bytes(), java.util.Set.of())
                    .orThrow();
            assertEquals(bundle.bytes(), parsed.bytes(), "seed " + seed);
            assertEquals(bundle.digests(), parsed.digests());
        }
    }
}
