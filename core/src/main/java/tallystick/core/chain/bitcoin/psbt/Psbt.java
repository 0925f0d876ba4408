package tallystick.core.chain.bitcoin.psbt;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// A transaction on its way through wallets, with what each of them needs and adds.
///
/// **Form** versions 0 and 2. Fields of the standards are held to their form ([PsbtFields]); fields unknown here are
/// kept as they are. What is read is written again byte for byte.
///
/// @param version 0 or 2
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0174.mediawiki#specification BIP-174
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0370.mediawiki#specification BIP-370
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0371.mediawiki#specification BIP-371
public record Psbt(int version, PsbtMap global, List<PsbtMap> inputs, List<PsbtMap> outputs) {
    /// The most bytes read.
    public static final int LENGTH_BYTES_MAX = 4_000_000;

    /// The most fields read, in all maps together.
    public static final int FIELDS_MAX = 1 << 16;

    private static final Bytes MAGIC = Bytes.ofHex("70736274ff");

    /// Copies.
    public Psbt {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (version != 0 && version != 2)
            throw new IllegalArgumentException("version %d, not 0 or 2".formatted(version));
    }

    /// A version 0 PSBT of a transaction about which nothing more is known.
    public static Psbt of(Transaction unsigned) {
        var empty = new PsbtMap(List.of());
        return new Psbt(
                0,
                new PsbtMap(List.of(PsbtEntry.of(PsbtFields.GLOBAL_TRANSACTION, unsigned.encodeStripped()))),
                unsigned.inputs().stream().map(_ -> empty).toList(),
                unsigned.outputs().stream().map(_ -> empty).toList());
    }

    /// Reads the bytes.
    public static Parsed<Psbt> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "psbt of at most 4000000 bytes");
        return Reader.parse(encoded, Psbt::read);
    }

    /// Reads the text that wallets exchange: the bytes in base64.
    public static Parsed<Psbt> parse(String base64) {
        try {
            return parse(Bytes.copyOf(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException _) {
            return new Parsed.Malformed<>(0, "base64");
        }
    }

    /// The bytes.
    public Bytes encode() {
        var writer = new Writer().raw(MAGIC);
        global.write(writer);
        inputs.forEach(input -> input.write(writer));
        outputs.forEach(output -> output.write(writer));
        return writer.toBytes();
    }

    /// The bytes in base64.
    public String base64() {
        return Base64.getEncoder().encodeToString(encode().toArray());
    }

    /// The transaction, unsigned; empty if its inputs want lock times that cannot both be met.
    ///
    /// @spec https://github.com/bitcoin/bips/blob/master/bip-0370.mediawiki#determining-lock-time BIP-370 (lock
    /// time)
    public Optional<Transaction> transaction() {
        if (version == 0)
            return Optional.of(Transaction.parseStripped(
                            global.value(PsbtFields.GLOBAL_TRANSACTION).orElseThrow())
                    .orThrow());
        return lockTime()
                .map(lockTime -> new Transaction(
                        LittleEndian.number(global.value(PsbtFields.GLOBAL_TRANSACTION_VERSION)
                                .orElseThrow()),
                        inputs.stream().map(Psbt::input).toList(),
                        outputs.stream().map(Psbt::output).toList(),
                        lockTime));
    }

    /// What two PSBTs of the same transaction hold together; of two values for a key, this one's.
    ///
    /// @return empty if they are not of the same transaction and version
    public Optional<Psbt> combined(Psbt other) {
        if (version != other.version || !transaction().equals(other.transaction())) return Optional.empty();
        var bothInputs = new ArrayList<PsbtMap>();
        for (var i = 0; i < inputs.size(); i++) bothInputs.add(inputs.get(i).combined(other.inputs.get(i)));
        var bothOutputs = new ArrayList<PsbtMap>();
        for (var i = 0; i < outputs.size(); i++) bothOutputs.add(outputs.get(i).combined(other.outputs.get(i)));
        return Optional.of(new Psbt(version, global.combined(other.global), bothInputs, bothOutputs));
    }

    private Optional<Long> lockTime() {
        var heights = required(PsbtFields.INPUT_HEIGHT);
        var times = required(PsbtFields.INPUT_TIME);
        var locked = inputs.stream()
                .filter(input -> input.has(PsbtFields.INPUT_HEIGHT) || input.has(PsbtFields.INPUT_TIME))
                .count();
        // > if none has one, the fallback or 0; else the kind all support, the height if both are; the greatest
        if (locked == 0)
            return Optional.of(global.value(PsbtFields.GLOBAL_FALLBACK_LOCK_TIME)
                    .map(LittleEndian::number)
                    .orElse(0L));
        if (heights.size() == locked) return heights.stream().max(Long::compare);
        return times.size() == locked ? times.stream().max(Long::compare) : Optional.empty();
    }

    private List<Long> required(int type) {
        return inputs.stream()
                .flatMap(input -> input.value(type).stream())
                .map(LittleEndian::number)
                .toList();
    }

    private static TxInput input(PsbtMap map) {
        var hash = new Digest32(map.value(PsbtFields.INPUT_TRANSACTION).orElseThrow());
        var index = LittleEndian.number(map.value(PsbtFields.INPUT_INDEX).orElseThrow());
        var sequence =
                map.value(PsbtFields.INPUT_SEQUENCE).map(LittleEndian::number).orElse(TxInput.FINAL);
        return TxInput.unsigned(new OutPoint(hash, index), sequence);
    }

    private static TxOutput output(PsbtMap map) {
        return new TxOutput(
                LittleEndian.number(map.value(PsbtFields.OUTPUT_AMOUNT).orElseThrow()),
                new OutputScript(map.value(PsbtFields.OUTPUT_SCRIPT).orElseThrow()));
    }

    private static Psbt read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "psbt magic");
        var place = PsbtPlace.read(PsbtPlace.Kind.GLOBAL, 0, reader, FIELDS_MAX);
        var global = place.map();
        var fields = global.entries().size();
        var version = PsbtFields.checkGlobal(place);
        int inputCount;
        int outputCount;
        if (version == 0) {
            var transaction = PsbtFields.transaction(place);
            inputCount = transaction.inputs().size();
            outputCount = transaction.outputs().size();
        } else {
            inputCount = PsbtFields.count(place, PsbtFields.GLOBAL_INPUT_COUNT);
            outputCount = PsbtFields.count(place, PsbtFields.GLOBAL_OUTPUT_COUNT);
        }
        if ((long) inputCount + outputCount > reader.remaining())
            throw reader.malformed("a map for each input and output");
        var inputs = new ArrayList<PsbtMap>(inputCount);
        for (var i = 0; i < inputCount; i++) {
            place = PsbtPlace.read(PsbtPlace.Kind.INPUT, i, reader, FIELDS_MAX - fields);
            PsbtFields.checkInput(place, version);
            inputs.add(place.map());
            fields += place.map().entries().size();
        }
        var outputs = new ArrayList<PsbtMap>(outputCount);
        for (var i = 0; i < outputCount; i++) {
            place = PsbtPlace.read(PsbtPlace.Kind.OUTPUT, i, reader, FIELDS_MAX - fields);
            PsbtFields.checkOutput(place, version);
            outputs.add(place.map());
            fields += place.map().entries().size();
        }
        return new Psbt(version, global, inputs, outputs);
    }
}
