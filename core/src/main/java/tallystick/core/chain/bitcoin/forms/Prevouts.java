package tallystick.core.chain.bitcoin.forms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// What a raw Bitcoin transaction spends, as somebody says.
///
/// **Form** of the file: `docs/spec/decode-json.md`.
record Prevouts(Map<OutPoint, Prevout> byPoint) {
    private static final Set<String> FIELDS = Set.of("txid", "vout", "valueSatoshi", "scriptHex", "key", "path");
    private static final long INDEX_MAX = 0xffff_ffffL;

    /// One output that is spent.
    ///
    /// @param script empty if only the value is known
    /// @param key whose key the script pays to, if said
    /// @param path from the intent's key to it
    /// @param merkleRoot of the script tree that a Taproot output of that key commits to besides
    /// @param redeemScript whose hash the script pays to, if said
    /// @param sighash how much a signature is asked to commit to, if said; otherwise to everything
    record Prevout(
            long valueSatoshi,
            Optional<OutputScript> script,
            Optional<Point> key,
            DerivationPath path,
            Optional<Digest32> merkleRoot,
            Optional<OutputScript> redeemScript,
            Optional<SighashType> sighash) {
        static Prevout plain(
                long valueSatoshi, Optional<OutputScript> script, Optional<Point> key, DerivationPath path) {
            return new Prevout(valueSatoshi, script, key, path, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /// The output, if its script is known.
        Optional<TxOutput> output() {
            return script.map(known -> new TxOutput(valueSatoshi, known));
        }

        /// What the signature commits to.
        SighashType commitment() {
            return sighash.orElse(
                    script.filter(known -> known.kind() == OutputScript.Kind.P2TR)
                                    .isPresent()
                            ? SighashType.DEFAULT
                            : SighashType.ALL);
        }
    }

    /// Copies.
    Prevouts {
        byPoint = Map.copyOf(byPoint);
    }

    /// Reads a file.
    static Prevouts parse(Entry file) throws Unusable.Argument {
        try {
            return read(file);
        } catch (Unusable malformed) {
            throw new Unusable.Argument(String.valueOf(malformed.getMessage()));
        }
    }

    private static Prevouts read(Entry file) throws Unusable {
        var found = new HashMap<OutPoint, Prevout>();
        for (var entry : file.items()) {
            entry.object(FIELDS);
            var script = entry.hex("scriptHex");
            if (script.length() > OutputScript.LENGTH_BYTES_MAX)
                throw entry.get("scriptHex").expected("a script");
            var spent = new OutputScript(script);
            var key = entry.has("key") ? Optional.of(key(entry)) : Optional.<Point>empty();
            if (key.isPresent() && !fits(spent, key.get()))
                throw new Unusable("prevouts: key does not fit scriptHex of " + point(entry, "txid"));
            var prevout = Prevout.plain(value(entry, "valueSatoshi"), Optional.of(spent), key, path(entry));
            if (found.put(point(entry, "txid"), prevout) != null) throw entry.expected("each output once");
        }
        return new Prevouts(found);
    }

    /// Reads values alone, as a vector object of kind `btcTx` has them.
    static Prevouts values(Entry inputs) throws Unusable {
        var found = new HashMap<OutPoint, Prevout>();
        for (var entry : inputs.items())
            found.put(
                    point(entry, "prevTxid"),
                    Prevout.plain(
                            value(entry, "valueSats"), Optional.empty(), Optional.empty(), DerivationPath.root()));
        return new Prevouts(found);
    }

    /// One for each input, in their order.
    List<Prevout> of(Transaction transaction) throws Unusable {
        var ordered = new ArrayList<Prevout>();
        for (var input : transaction.inputs()) {
            var prevout = byPoint.get(input.spends());
            if (prevout == null) throw new Unusable.Argument("prevouts: no entry for " + input.spends());
            ordered.add(prevout);
        }
        return ordered;
    }

    private static boolean fits(OutputScript script, Point key) {
        var bareKey = Bytes.concat(Bytes.ofHex("21"), key.encode(), Bytes.ofHex("ac"));
        return SpentOutput.fits(script, key, Optional.empty()) || script.bytes().equals(bareKey);
    }

    private static OutPoint point(Entry entry, String field) throws Unusable {
        if (entry.hex(field).length() != 32) throw entry.get(field).expected("64 hex digits");
        var index = entry.number("vout");
        if (index.signum() < 0 || index.bitLength() > 32 || index.longValue() > INDEX_MAX)
            throw entry.get("vout").expected("a number in 0..2^32-1");
        return OutPoint.of(entry.hex(field).toHex(), index.longValue());
    }

    private static long value(Entry entry, String field) throws Unusable {
        var value = entry.number(field);
        if (value.signum() < 0 || value.bitLength() > 62 || value.longValue() > TxOutput.VALUE_MAX)
            throw entry.get(field).expected("satoshi in 0..21e14");
        return value.longValue();
    }

    private static Point key(Entry entry) throws Unusable {
        Bytes encoded = entry.hex("key");
        if (encoded.length() == 33
                && Curve.SECP256K1.group().parsePoint(encoded) instanceof Parsed.Ok<Point>(var point)) return point;
        throw entry.get("key").expected("a public key of 33 bytes");
    }

    private static DerivationPath path(Entry entry) throws Unusable {
        if (!entry.has("path")) return DerivationPath.root();
        if (DerivationPath.parse(entry.text("path")) instanceof DerivationPath.Reading.Good(var path)) return path;
        throw entry.get("path").expected("a path such as m/0/1, not hardened");
    }
}
