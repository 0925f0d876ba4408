package tallystick.core.chain.bitcoin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// The bytes of a bundle, by `docs/spec/bitcoin.md`; the numbers in comments are that text's.
final class BundleFormat {
    static final int LENGTH_BYTES_MAX = 4 * 1024 * 1024;
    static final int TRANSACTION_BYTES_MAX = 100_000;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-bitcoin");
    private static final int VERSION = 1;
    private static final int TRANSACTION_VERSION_MAX = 3;
    private static final int PREVIOUS_BYTES_MAX = 1_000_000;

    private BundleFormat() {}

    /// @spec docs/spec/bitcoin.md#BT-1 bitcoin
    static Bytes encode(Bundle bundle) {
        var writer = new Writer()
                .raw(MAGIC)
                .u8(VERSION)
                .u8(bundle.network().code())
                .variable(bundle.transaction().encodeStripped());
        for (var each : bundle.spent()) {
            writer.u64(each.output().valueSatoshi())
                    .variable(each.output().script().bytes())
                    .raw(each.key().encode())
                    .bool(each.merkleRoot().isPresent());
            each.merkleRoot().ifPresent(root -> writer.raw(root.bytes()));
            each.path().write(writer);
            writer.u8(each.sighash().code());
        }
        for (var path : bundle.paths()) {
            writer.bool(path.isPresent());
            path.ifPresent(known -> known.write(writer));
        }
        return writer.list(bundle.previous(), (to, each) -> to.variable(each.encodeStripped()))
                .toBytes();
    }

    static Parsed<Bundle> parse(Bytes encoded, BitcoinNetwork network, Set<SighashType> permitted) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "bundle of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return Reader.parse(encoded, reader -> read(reader, network, permitted));
    }

    /// @spec docs/spec/bitcoin.md#BT-2 bitcoin
    private static Bundle read(Reader reader, BitcoinNetwork network, Set<SighashType> permitted)
            throws MalformedInput {
        // > 1. magic, version, network
        reader.expect(MAGIC, "bundle magic");
        reader.expect(Bytes.copyOf((byte) VERSION), "bundle version 1");
        var start = reader.position();
        if (BitcoinNetwork.ofCode(reader.u8("network")).filter(network::equals).isEmpty())
            throw new MalformedInput(start, "network of " + network.chain());
        // > 2. the unsigned transaction
        start = reader.position();
        var transaction = nested(reader, TRANSACTION_BYTES_MAX, "transaction");
        checkTransaction(transaction, start + 4);
        // > 3. what each input spends
        start = reader.position();
        var spent = new ArrayList<SpentOutput>();
        for (var i = 0; i < transaction.inputs().size(); i++) spent.add(readSpent(reader, i, transaction, permitted));
        checkValues(transaction, spent, start);
        // > 4. whose each output is
        start = reader.position();
        var paths = new ArrayList<Optional<DerivationPath>>();
        for (var _ : transaction.outputs())
            paths.add(reader.bool("output has a path") ? Optional.of(path(reader, "output path")) : Optional.empty());
        checkPaths(spent, paths, start);
        // > 5. transactions that prove what is spent
        start = reader.position();
        var previous = reader.list(
                0,
                transaction.inputs().size(),
                "previous transactions",
                each -> nested(each, PREVIOUS_BYTES_MAX, "previous transaction"));
        checkPrevious(transaction, spent, previous, start);
        return new Bundle(network, transaction, spent, paths, previous);
    }

    private static Transaction nested(Reader reader, int lengthBytesMax, String field) throws MalformedInput {
        var encoded = reader.variable(lengthBytesMax, field);
        var start = reader.position() - encoded.length();
        return switch (Transaction.parseStripped(encoded)) {
            case Parsed.Ok<Transaction>(var transaction) -> transaction;
            case Parsed.Malformed<Transaction>(var offset, var expected) ->
                throw new MalformedInput(start + offset, "%s: %s".formatted(field, expected));
        };
    }

    /// @spec docs/spec/bitcoin.md#BT-3 bitcoin
    private static void checkTransaction(Transaction transaction, int start) throws MalformedInput {
        if (transaction.version() < 1 || transaction.version() > TRANSACTION_VERSION_MAX)
            throw new MalformedInput(start, "transaction version in 1..3");
        var inputs = transaction.inputs();
        if (inputs.isEmpty() || inputs.size() > Bundle.INPUTS_MAX)
            throw new MalformedInput(start + 4, "1..%d inputs".formatted(Bundle.INPUTS_MAX));
        if (transaction.outputs().isEmpty()) throw new MalformedInput(start + 4, "an output");
        var seen = new HashSet<OutPoint>();
        for (var i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).scriptSig().length() > 0)
                throw new MalformedInput(start + 4, "input %d without scriptSig".formatted(i));
            if (inputs.get(i).spends().isNull())
                throw new MalformedInput(start + 4, "input %d that spends an output".formatted(i));
            if (!seen.add(inputs.get(i).spends()))
                throw new MalformedInput(start + 4, "input %d that spends an output of its own".formatted(i));
        }
        var value = 0L;
        for (var output : transaction.outputs()) {
            value += output.valueSatoshi();
            if (value > TxOutput.VALUE_MAX) throw new MalformedInput(start + 4, "outputs of at most 21e14 together");
        }
    }

    private static SpentOutput readSpent(Reader reader, int index, Transaction transaction, Set<SighashType> permitted)
            throws MalformedInput {
        var start = reader.position();
        var value = reader.u64("spent value");
        if (value > TxOutput.VALUE_MAX) throw new MalformedInput(start, "spent value in 0..21e14");
        start = reader.position();
        var script = new OutputScript(reader.variable(OutputScript.LENGTH_BYTES_MAX, "spent script"));
        var key = Curve.SECP256K1.group().readPoint(reader, "key of the spent output");
        var root = reader.bool("spent output has a script tree")
                ? Optional.of(Digest32.read(reader, "script tree"))
                : Optional.<Digest32>empty();
        if (!SpentOutput.fits(script, key, root))
            throw new MalformedInput(start, "script of input %d as one of its key alone".formatted(index));
        var path = path(reader, "input path");
        start = reader.position();
        var sighash = SighashType.ofCode(reader.u8("sighash type"))
                .orElseThrow(() -> new MalformedInput(reader.position() - 1, "sighash type"));
        if (sighash == SighashType.DEFAULT && script.kind() != OutputScript.Kind.P2TR)
            throw new MalformedInput(start, "sighash type of input %d other than DEFAULT".formatted(index));
        if (!sighash.isWhole() && !permitted.contains(sighash))
            throw new MalformedInput(start, "sighash type of input %d that commits to everything".formatted(index));
        if (sighash.isSingle() && index >= transaction.outputs().size())
            throw new MalformedInput(start, "an output at the place of input %d".formatted(index));
        return new SpentOutput(new TxOutput(value, script), key, root, path, sighash);
    }

    /// @spec docs/spec/bitcoin.md#BT-4 bitcoin
    private static void checkValues(Transaction transaction, List<SpentOutput> spent, int start) throws MalformedInput {
        var value = 0L;
        for (var each : spent) {
            value += each.output().valueSatoshi();
            if (value > TxOutput.VALUE_MAX) throw new MalformedInput(start, "inputs of at most 21e14 together");
        }
        if (value < Bundle.valueOf(transaction.outputs()))
            throw new MalformedInput(start, "inputs worth at least the outputs");
    }

    /// @spec docs/spec/bitcoin.md#BT-5 bitcoin
    private static void checkPaths(List<SpentOutput> spent, List<Optional<DerivationPath>> paths, int start)
            throws MalformedInput {
        var all = Stream.concat(
                        spent.stream().map(SpentOutput::path), paths.stream().flatMap(Optional::stream))
                .toList();
        if (Descendants.isTooMany(all))
            throw new MalformedInput(
                    start,
                    "paths of at most %d steps together, those in common counted once"
                            .formatted(Descendants.STEPS_MAX));
    }

    /// @spec docs/spec/bitcoin.md#BT-6 bitcoin
    private static void checkPrevious(
            Transaction transaction, List<SpentOutput> spent, List<Transaction> previous, int start)
            throws MalformedInput {
        var byHash = Bundle.byHash(previous);
        var used = new LinkedHashSet<Digest32>();
        for (var i = 0; i < spent.size(); i++) {
            var spends = transaction.inputs().get(i).spends();
            var made = byHash.get(spends.transaction());
            if (made == null) {
                if (!spent.get(i).form().isSegwit())
                    throw new MalformedInput(start, "the transaction that made the output of input %d".formatted(i));
                continue;
            }
            if (spends.index() >= made.outputs().size()
                    || !made.outputs()
                            .get((int) spends.index())
                            .equals(spent.get(i).output()))
                throw new MalformedInput(start, "value and script of input %d as made".formatted(i));
            used.add(spends.transaction());
        }
        var order = previous.stream().map(Transaction::hash).toList();
        if (!List.copyOf(used).equals(order))
            throw new MalformedInput(start, "previous transactions once each, as first used");
    }

    /// @spec docs/spec/bitcoin.md#BT-5 bitcoin
    private static DerivationPath path(Reader reader, String field) throws MalformedInput {
        return DerivationPath.read(reader, field);
    }
}
