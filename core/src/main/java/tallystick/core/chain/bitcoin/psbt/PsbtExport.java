package tallystick.core.chain.bitcoin.psbt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.Signatures;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// Makes PSBTs of bundles, puts signatures into them, completes them and takes the transaction out.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0174.mediawiki#roles BIP-174 › Roles
public final class PsbtExport {
    private PsbtExport() {}

    /// The PSBT of a bundle, with the origins of its keys.
    ///
    /// @param version 0 or 2
    public static Psbt of(Bundle bundle, KeyTree tree, int version) {
        var transaction = bundle.transaction();
        var inputs = new ArrayList<PsbtMap>();
        for (var i = 0; i < bundle.spent().size(); i++) inputs.add(input(bundle, i, tree, version));
        var outputs = new ArrayList<PsbtMap>();
        for (var i = 0; i < transaction.outputs().size(); i++)
            outputs.add(output(transaction.outputs().get(i), bundle.paths().get(i), tree, version));
        return new Psbt(version, global(transaction, version), inputs, outputs);
    }

    /// This PSBT with one signature for each input, in the order of the bundle's signing inputs.
    ///
    /// @throws IllegalArgumentException if the bundle is of another transaction, or a signature does not verify:
    /// the caller's bug
    public static Psbt signed(Psbt psbt, Bundle bundle, List<? extends ChainSignature> signatures) {
        if (!psbt.transaction().equals(Optional.of(bundle.transaction())))
            throw new IllegalArgumentException("a psbt of another transaction than the bundle's");
        if (signatures.size() != bundle.spent().size())
            throw new IllegalArgumentException("%d signatures, not %d"
                    .formatted(signatures.size(), bundle.spent().size()));
        var inputs = new ArrayList<PsbtMap>();
        for (var i = 0; i < signatures.size(); i++) {
            var spent = bundle.spent().get(i);
            var encoded = Signatures.encode(spent, bundle.inputs().get(i), signatures.get(i));
            inputs.add(psbt.inputs()
                    .get(i)
                    .with(
                            spent.form() == AddressForm.P2TR
                                    ? PsbtEntry.of(PsbtFields.INPUT_TAP_SIGNATURE, encoded)
                                    : new PsbtEntry(
                                            PsbtFields.INPUT_SIGNATURE,
                                            spent.key().encode(),
                                            encoded)));
        }
        return new Psbt(psbt.version(), psbt.global(), inputs, psbt.outputs());
    }

    /// This PSBT with its signatures in their final places and what only signers needed removed. Outputs spent and
    /// unknown fields stay.
    ///
    /// @throws IllegalArgumentException if an input lacks its signature, or has one of another sighash type than it
    /// asks for: the caller's fault
    public static Psbt finalized(Psbt psbt, Bundle bundle) {
        var inputs = new ArrayList<PsbtMap>();
        for (var i = 0; i < psbt.inputs().size(); i++) {
            var map = psbt.inputs().get(i);
            var spent = bundle.spent().get(i);
            var signature = signature(map, spent, i);
            var signed = Signatures.signed(bundle.transaction().inputs().get(i), spent, signature);
            var kept = map.without(List.of(
                    PsbtFields.INPUT_SIGNATURE,
                    PsbtFields.INPUT_SIGHASH,
                    PsbtFields.INPUT_REDEEM_SCRIPT,
                    PsbtFields.INPUT_WITNESS_SCRIPT,
                    PsbtFields.INPUT_DERIVATION,
                    PsbtFields.INPUT_TAP_SIGNATURE,
                    PsbtFields.INPUT_TAP_SCRIPT_SIGNATURE,
                    PsbtFields.INPUT_TAP_LEAF,
                    PsbtFields.INPUT_TAP_DERIVATION,
                    PsbtFields.INPUT_TAP_KEY,
                    PsbtFields.INPUT_TAP_ROOT));
            if (signed.scriptSig().length() > 0)
                kept = kept.with(PsbtEntry.of(PsbtFields.INPUT_FINAL_SCRIPT, signed.scriptSig()));
            if (!signed.witness().isEmpty())
                kept = kept.with(PsbtEntry.of(PsbtFields.INPUT_FINAL_WITNESS, witness(signed.witness())));
            inputs.add(kept);
        }
        return new Psbt(psbt.version(), psbt.global(), inputs, psbt.outputs());
    }

    /// The signed transaction; empty if an input is not final.
    public static Optional<Transaction> extracted(Psbt psbt) {
        var unsigned = psbt.transaction();
        if (unsigned.isEmpty()) return Optional.empty();
        var inputs = new ArrayList<TxInput>();
        for (var i = 0; i < psbt.inputs().size(); i++) {
            var map = psbt.inputs().get(i);
            var input = unsigned.get().inputs().get(i);
            var script = map.value(PsbtFields.INPUT_FINAL_SCRIPT);
            var witness = map.value(PsbtFields.INPUT_FINAL_WITNESS).flatMap(PsbtExport::witness);
            if (script.isEmpty() && witness.isEmpty()) return Optional.empty();
            inputs.add(new TxInput(
                    input.spends(), script.orElse(Bytes.empty()), input.sequence(), witness.orElse(List.of())));
        }
        return unsigned.map(transaction ->
                new Transaction(transaction.version(), inputs, transaction.outputs(), transaction.lockTime()));
    }

    private static PsbtMap global(Transaction transaction, int version) {
        if (version == 0)
            return new PsbtMap(List.of(PsbtEntry.of(PsbtFields.GLOBAL_TRANSACTION, transaction.encodeStripped())));
        return new PsbtMap(List.of(
                PsbtEntry.ofU32(PsbtFields.GLOBAL_TRANSACTION_VERSION, transaction.version()),
                PsbtEntry.ofU32(PsbtFields.GLOBAL_FALLBACK_LOCK_TIME, transaction.lockTime()),
                PsbtEntry.of(
                        PsbtFields.GLOBAL_INPUT_COUNT,
                        count(transaction.inputs().size())),
                PsbtEntry.of(
                        PsbtFields.GLOBAL_OUTPUT_COUNT,
                        count(transaction.outputs().size())),
                PsbtEntry.ofU32(PsbtFields.GLOBAL_VERSION, 2)));
    }

    private static PsbtMap input(Bundle bundle, int index, KeyTree tree, int version) {
        var input = bundle.transaction().inputs().get(index);
        var spent = bundle.spent().get(index);
        var taproot = spent.form() == AddressForm.P2TR;
        var entries = new ArrayList<PsbtEntry>();
        bundle.previous().stream()
                .filter(each -> each.hash().equals(input.spends().transaction()))
                .findFirst()
                .ifPresent(each -> entries.add(PsbtEntry.of(PsbtFields.INPUT_PREVIOUS, each.encode())));
        if (spent.form().isSegwit()) {
            var output = new Writer();
            spent.output().write(output);
            entries.add(PsbtEntry.of(PsbtFields.INPUT_OUTPUT, output.toBytes()));
        }
        if (spent.sighash() != (taproot ? SighashType.DEFAULT : SighashType.ALL))
            entries.add(
                    PsbtEntry.ofU32(PsbtFields.INPUT_SIGHASH, spent.sighash().code()));
        if (spent.form() == AddressForm.P2SH_P2WPKH)
            entries.add(PsbtEntry.of(PsbtFields.INPUT_REDEEM_SCRIPT, AddressForm.redeemScript(spent.key())));
        if (!taproot) entries.add(derivation(PsbtFields.INPUT_DERIVATION, spent.key(), tree, spent.path()));
        if (version == 2) {
            entries.add(PsbtEntry.of(
                    PsbtFields.INPUT_TRANSACTION, input.spends().transaction().bytes()));
            entries.add(PsbtEntry.ofU32(PsbtFields.INPUT_INDEX, input.spends().index()));
            entries.add(PsbtEntry.ofU32(PsbtFields.INPUT_SEQUENCE, input.sequence()));
        }
        if (taproot) {
            entries.add(tapDerivation(PsbtFields.INPUT_TAP_DERIVATION, spent.key(), tree, spent.path()));
            entries.add(PsbtEntry.of(PsbtFields.INPUT_TAP_KEY, spent.key().xOnly()));
            spent.merkleRoot()
                    .map(Digest32::bytes)
                    .ifPresent(root -> entries.add(PsbtEntry.of(PsbtFields.INPUT_TAP_ROOT, root)));
        }
        return new PsbtMap(entries);
    }

    private static PsbtMap output(TxOutput output, Optional<DerivationPath> path, KeyTree tree, int version) {
        var entries = new ArrayList<PsbtEntry>();
        var key = path.flatMap(tree::key);
        var taproot = output.script().kind() == OutputScript.Kind.P2TR;
        if (key.isPresent() && !taproot)
            entries.add(derivation(PsbtFields.OUTPUT_DERIVATION, key.get(), tree, path.orElseThrow()));
        if (version == 2) {
            entries.add(PsbtEntry.of(
                    PsbtFields.OUTPUT_AMOUNT,
                    LittleEndian.u64(new Writer(), output.valueSatoshi()).toBytes()));
            entries.add(PsbtEntry.of(PsbtFields.OUTPUT_SCRIPT, output.script().bytes()));
        }
        if (key.isPresent() && taproot) {
            entries.add(PsbtEntry.of(PsbtFields.OUTPUT_TAP_KEY, key.get().xOnly()));
            entries.add(tapDerivation(PsbtFields.OUTPUT_TAP_DERIVATION, key.get(), tree, path.orElseThrow()));
        }
        return new PsbtMap(entries);
    }

    private static PsbtEntry derivation(int type, Point key, KeyTree tree, DerivationPath path) {
        return new PsbtEntry(type, key.encode(), KeyOrigins.encode(tree, path));
    }

    private static PsbtEntry tapDerivation(int type, Point key, KeyTree tree, DerivationPath path) {
        var noLeaves = Bytes.copyOf((byte) 0);
        return new PsbtEntry(type, key.xOnly(), Bytes.concat(noLeaves, KeyOrigins.encode(tree, path)));
    }

    private static Bytes signature(PsbtMap map, SpentOutput spent, int index) {
        var taproot = spent.form() == AddressForm.P2TR;
        var found = taproot
                ? map.value(PsbtFields.INPUT_TAP_SIGNATURE)
                : map.all(PsbtFields.INPUT_SIGNATURE).stream()
                        .filter(entry -> entry.keyData().equals(spent.key().encode()))
                        .map(PsbtEntry::value)
                        .findFirst();
        var signature =
                found.orElseThrow(() -> new IllegalArgumentException("input %d without signature".formatted(index)));
        var code = taproot && signature.length() == 64 ? 0 : signature.at(signature.length() - 1);
        if (code != spent.sighash().code())
            throw new IllegalArgumentException("input %d with a signature of sighash type %d".formatted(index, code));
        return signature;
    }

    private static Bytes count(int value) {
        return LittleEndian.count(new Writer(), value).toBytes();
    }

    private static Bytes witness(List<Bytes> items) {
        var writer = LittleEndian.count(new Writer(), items.size());
        for (var item : items) LittleEndian.variable(writer, item);
        return writer.toBytes();
    }

    private static Optional<List<Bytes>> witness(Bytes encoded) {
        var read = Reader.parse(encoded, reader -> {
            var items = new ArrayList<Bytes>();
            var count = LittleEndian.count(reader, reader.remaining(), "witness count");
            for (var i = 0; i < count; i++) items.add(LittleEndian.variable(reader, reader.remaining(), "witness"));
            return List.copyOf(items);
        });
        return read instanceof Parsed.Ok<List<Bytes>>(var items) ? Optional.of(items) : Optional.empty();
    }
}
