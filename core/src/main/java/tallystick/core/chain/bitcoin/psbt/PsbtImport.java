package tallystick.core.chain.bitcoin.psbt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.Descendants;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Makes a bundle of a PSBT. All inputs must be ours, unsigned, and held by one key each.
///
/// **Why** the checks are those BIP-174 asks of a signer, and where it leaves a choice, the strict one.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0174.mediawiki#signer BIP-174 › Signer
public final class PsbtImport {
    private final Psbt psbt;
    private final Descendants keys;
    private final Map<Digest32, Transaction> previous = new LinkedHashMap<>();

    private PsbtImport(Psbt psbt, KeyTree tree) {
        this.psbt = psbt;
        this.keys = new Descendants(tree);
    }

    /// The bundle.
    ///
    /// @param tree of the intent's key: derivation fields are believed only where their key is found in it
    /// @return malformed with what is wrong with which field; offsets are those of [Psbt#encode]
    /// @spec docs/spec/bitcoin.md#BT-10 bitcoin
    public static Parsed<Bundle> bundle(BitcoinNetwork network, Psbt psbt, KeyTree tree) {
        try {
            return new PsbtImport(psbt, tree).bundle(network);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private Parsed<Bundle> bundle(BitcoinNetwork network) throws MalformedInput {
        KeyOrigins.checkCount(psbt);
        var transaction = psbt.transaction().orElseThrow(() -> PsbtPlace.lockTimes(psbt));
        if (transaction.inputs().size() > Bundle.INPUTS_MAX)
            throw new MalformedInput(0, "psbt that makes a bundle: at most %d inputs".formatted(Bundle.INPUTS_MAX));
        // What is wrong by itself is said before what is only not ours.
        var outputs = new ArrayList<TxOutput>();
        var places = PsbtPlace.inputs(psbt);
        for (var i = 0; i < places.size(); i++) {
            outputs.add(output(places.get(i), transaction.inputs().get(i), previous));
            checkScripts(places.get(i), outputs.get(i).script());
        }
        var spent = new ArrayList<SpentOutput>();
        for (var i = 0; i < places.size(); i++) {
            spent.add(spent(places.get(i), outputs.get(i)));
            checkSteps();
        }
        var paths = new ArrayList<Optional<DerivationPath>>();
        for (var i = 0; i < psbt.outputs().size(); i++) {
            paths.add(path(psbt.outputs().get(i), transaction.outputs().get(i).script()));
            checkSteps();
        }
        return switch (Bundle.of(network, transaction, spent, paths, List.copyOf(previous.values()))) {
            case Parsed.Ok<Bundle> made -> made;
            // The bundle's bytes are other bytes: a place in them says nothing of the PSBT's.
            case Parsed.Malformed<Bundle>(var _, var expected) ->
                new Parsed.Malformed<>(0, "psbt that makes a bundle: " + expected);
        };
    }

    private void checkSteps() throws MalformedInput {
        if (keys.steps() > Descendants.STEPS_MAX)
            throw new MalformedInput(
                    0,
                    "psbt that makes a bundle: paths of at most %d steps together, those in common counted once"
                            .formatted(Descendants.STEPS_MAX));
    }

    private SpentOutput spent(PsbtPlace place, TxOutput output) throws MalformedInput {
        var map = place.map();
        checkUnsigned(place);
        var sighash = sighash(place, output.script());
        var root = map.value(PsbtFields.INPUT_TAP_ROOT).map(Digest32::new);
        var roots = List.of(root, Optional.<Digest32>empty());
        for (var own : KeyOrigins.own(
                map,
                PsbtFields.INPUT_DERIVATION,
                PsbtFields.INPUT_TAP_DERIVATION,
                keys,
                key -> roots.stream().anyMatch(each -> SpentOutput.fits(output.script(), key, each))))
            for (var merkleRoot : roots)
                if (SpentOutput.fits(output.script(), own.key(), merkleRoot))
                    return new SpentOutput(output, own.key(), merkleRoot, own.path(), sighash);
        throw place.field(
                output.script().kind() == OutputScript.Kind.P2TR
                        ? PsbtFields.INPUT_TAP_DERIVATION
                        : PsbtFields.INPUT_DERIVATION,
                "a script of one key alone, with that key's derivation from ours");
    }

    static void checkUnsigned(PsbtPlace place) throws MalformedInput {
        for (var type : List.of(PsbtFields.INPUT_FINAL_SCRIPT, PsbtFields.INPUT_FINAL_WITNESS))
            if (place.map().has(type)) throw place.field(type, "an input not signed yet");
    }

    static SighashType sighash(PsbtPlace place, OutputScript script) throws MalformedInput {
        // > If a sighash type is provided, the signer must check that it is acceptable
        var plain = script.kind() == OutputScript.Kind.P2TR ? SighashType.DEFAULT : SighashType.ALL;
        var code = place.map()
                .value(PsbtFields.INPUT_SIGHASH)
                .map(LittleEndian::number)
                .orElse((long) plain.code());
        return (code > 0xff ? Optional.<SighashType>empty() : SighashType.ofCode(code.intValue()))
                .filter(type -> type != SighashType.DEFAULT || plain == type)
                .orElseThrow(() -> place.field(PsbtFields.INPUT_SIGHASH, "a sighash type"));
    }

    /// The output spent, and into `previous` the transaction that made it.
    static TxOutput output(PsbtPlace place, TxInput input, Map<Digest32, Transaction> previous) throws MalformedInput {
        var map = place.map();
        var said = map.value(PsbtFields.INPUT_OUTPUT)
                .map(value -> Reader.parse(value, TxOutput::read).orThrow());
        var made = map.value(PsbtFields.INPUT_PREVIOUS)
                .map(value -> Transaction.parse(value).orThrow());
        if (made.isEmpty()) {
            var output = said.orElseThrow(() -> place.field(PsbtFields.INPUT_OUTPUT, "the output spent"));
            if (!isSegwit(map, output.script()))
                throw place.field(PsbtFields.INPUT_PREVIOUS, "the whole previous transaction of a non-witness input");
            return output;
        }
        // > If a non-witness UTXO is provided, its hash must match the hash specified in the prevout
        var transaction = made.get();
        if (!transaction.hash().equals(input.spends().transaction()))
            throw place.field(PsbtFields.INPUT_PREVIOUS, "the previous transaction with the hash spent");
        if (input.spends().index() >= transaction.outputs().size())
            throw place.field(PsbtFields.INPUT_PREVIOUS, "a previous transaction with the output spent");
        var output = transaction.outputs().get((int) input.spends().index());
        if (said.filter(each -> !each.equals(output)).isPresent())
            throw place.field(PsbtFields.INPUT_OUTPUT, "the same output in both fields");
        previous.put(transaction.hash(), transaction);
        return output;
    }

    private static boolean isSegwit(PsbtMap map, OutputScript script) {
        return switch (script.kind()) {
            case P2WPKH, P2WSH, P2TR, WITNESS_UNKNOWN -> true;
            // Without a redeem script it can only be a key's, which is tried afterwards.
            case P2SH ->
                map.value(PsbtFields.INPUT_REDEEM_SCRIPT)
                        .map(redeem -> isWitnessProgram(new OutputScript(redeem)))
                        .orElse(true);
            case P2PKH, DATA, OTHER -> false;
        };
    }

    private static boolean isWitnessProgram(OutputScript script) {
        return script.kind() == OutputScript.Kind.P2WPKH || script.kind() == OutputScript.Kind.P2WSH;
    }

    static void checkScripts(PsbtPlace place, OutputScript script) throws MalformedInput {
        var map = place.map();
        var redeem = map.value(PsbtFields.INPUT_REDEEM_SCRIPT);
        // > If a redeemScript is provided, the scriptPubKey must be for that redeemScript
        if (redeem.isPresent() && !script.equals(payToScriptHash(redeem.get())))
            throw place.field(PsbtFields.INPUT_REDEEM_SCRIPT, "a redeem script with the hash spent");
        var witness = map.value(PsbtFields.INPUT_WITNESS_SCRIPT);
        // > If a witnessScript is provided, the scriptPubKey or the redeemScript must be for that witnessScript
        if (witness.isPresent() && !redeem.orElse(script.bytes()).equals(payToWitnessScriptHash(witness.get())))
            throw place.field(PsbtFields.INPUT_WITNESS_SCRIPT, "a witness script with the hash spent");
    }

    private static OutputScript payToScriptHash(Bytes redeem) {
        return new OutputScript(Bytes.concat(Bytes.ofHex("a914"), StandardHash.hash160(redeem), Bytes.ofHex("87")));
    }

    private static Bytes payToWitnessScriptHash(Bytes witness) {
        return Bytes.concat(Bytes.ofHex("0020"), StandardHash.sha256(witness).bytes());
    }

    private Optional<DerivationPath> path(PsbtMap map, OutputScript script) {
        Predicate<Point> holds = key -> SpentOutput.fits(script, key, Optional.empty());
        return KeyOrigins.own(map, PsbtFields.OUTPUT_DERIVATION, PsbtFields.OUTPUT_TAP_DERIVATION, keys, holds).stream()
                .filter(own -> holds.test(own.key()))
                .map(KeyOrigins.Own::path)
                .findFirst();
    }
}
