package tallystick.core.chain.bitcoin.psbt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;

/// What a PSBT says of its inputs, for a reader who does not know whose they are.
///
/// **Why** the checks are those of [PsbtImport] that need no key of ours: a PSBT that no signer may take is not shown
/// as if one could.
///
/// @param inputs one for each input, in their order
/// @param previous the transactions that made outputs spent, as far as they are carried
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0174.mediawiki#signer BIP-174 › Signer
public record PsbtClaims(List<Claim> inputs, List<Transaction> previous) {
    /// What it says of one input.
    ///
    /// @param output what it spends, if said
    /// @param redeemScript whose hash the output pays to, if said
    /// @param sighash how much a signature is asked to commit to, if said
    /// @param key one that is named and alone can spend the output, if there is one
    /// @param merkleRoot of the script tree that a Taproot output of that key commits to besides
    public record Claim(
            Optional<TxOutput> output,
            Optional<OutputScript> redeemScript,
            Optional<SighashType> sighash,
            Optional<Point> key,
            Optional<Digest32> merkleRoot) {}

    /// Copies.
    public PsbtClaims {
        inputs = List.copyOf(inputs);
        previous = List.copyOf(previous);
    }

    /// Reads them.
    ///
    /// @return malformed with what is wrong with which field; offsets are those of [Psbt#encode]
    public static Parsed<PsbtClaims> of(Psbt psbt) {
        try {
            KeyOrigins.checkCount(psbt);
            var transaction = psbt.transaction().orElseThrow(() -> PsbtPlace.lockTimes(psbt));
            var previous = new LinkedHashMap<Digest32, Transaction>();
            var claims = new ArrayList<Claim>();
            for (var place : PsbtPlace.inputs(psbt))
                claims.add(claim(place, transaction.inputs().get(place.index()), previous));
            return new Parsed.Ok<>(new PsbtClaims(claims, List.copyOf(previous.values())));
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private static Claim claim(PsbtPlace place, TxInput input, Map<Digest32, Transaction> previous)
            throws MalformedInput {
        var map = place.map();
        PsbtImport.checkUnsigned(place);
        var redeem = map.value(PsbtFields.INPUT_REDEEM_SCRIPT).map(OutputScript::new);
        var said = map.value(PsbtFields.INPUT_SIGHASH).map(LittleEndian::number);
        if (!map.has(PsbtFields.INPUT_OUTPUT) && !map.has(PsbtFields.INPUT_PREVIOUS)) {
            var sighash = said.flatMap(code -> code > 0xff ? Optional.empty() : SighashType.ofCode(code.intValue()));
            if (said.isPresent() && sighash.isEmpty()) throw place.field(PsbtFields.INPUT_SIGHASH, "a sighash type");
            return new Claim(Optional.empty(), redeem, sighash, Optional.empty(), Optional.empty());
        }
        var output = PsbtImport.output(place, input, previous);
        PsbtImport.checkScripts(place, output.script());
        var sighash = PsbtImport.sighash(place, output.script());
        var root = map.value(PsbtFields.INPUT_TAP_ROOT).map(Digest32::new);
        for (var key : keys(map))
            for (var merkleRoot : List.of(root, Optional.<Digest32>empty()))
                if (SpentOutput.fits(output.script(), key, merkleRoot))
                    return new Claim(Optional.of(output), redeem, said.map(_ -> sighash), Optional.of(key), merkleRoot);
        return new Claim(Optional.of(output), redeem, said.map(_ -> sighash), Optional.empty(), Optional.empty());
    }

    private static List<Point> keys(PsbtMap map) {
        var encoded = new ArrayList<Bytes>();
        for (var type : List.of(PsbtFields.INPUT_DERIVATION, PsbtFields.INPUT_SIGNATURE))
            for (var entry : map.all(type)) encoded.add(entry.keyData());
        var even = Bytes.copyOf((byte) 2);
        map.value(PsbtFields.INPUT_TAP_KEY).ifPresent(key -> encoded.add(Bytes.concat(even, key)));
        for (var entry : map.all(PsbtFields.INPUT_TAP_DERIVATION)) encoded.add(Bytes.concat(even, entry.keyData()));
        var keys = new ArrayList<Point>();
        for (var each : encoded)
            if (each.length() == 33 && Curve.SECP256K1.group().parsePoint(each) instanceof Parsed.Ok<Point>(var key))
                keys.add(key);
        return keys;
    }
}
