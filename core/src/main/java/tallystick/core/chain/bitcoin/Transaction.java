package tallystick.core.chain.bitcoin;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A transaction as the network carries it, signed or not.
///
/// **Form** two serialisations: with witness, where any input has one, and without, whose double hash is the id.
/// Counts are in their shortest form, values in 0..21e14, nothing follows the lock time.
///
/// @param version 0..2^32-1
/// @param lockTime 0..2^32-1: a block height below 500,000,000, else seconds since 1970
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0144.mediawiki#serialization BIP-144
public record Transaction(long version, List<TxInput> inputs, List<TxOutput> outputs, long lockTime) {
    /// From here on a lock time is a second.
    public static final long LOCK_TIME_SECONDS = 500_000_000L;

    /// The most bytes read: the heaviest block holds no more.
    public static final int LENGTH_BYTES_MAX = 4_000_000;

    private static final int INPUT_BYTES_MIN = 41;
    private static final int WITNESS_FLAG = 1;

    /// @throws IllegalArgumentException if a number is out of range: the caller's fault
    public Transaction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        for (var number : new long[] {version, lockTime})
            if (number < 0 || number > 0xffff_ffffL)
                throw new IllegalArgumentException("number %d not in 0..2^32-1".formatted(number));
    }

    /// Reads either serialisation; that with witness only where an input has one.
    public static Parsed<Transaction> parse(Bytes encoded) {
        return bounded(encoded, reader -> read(reader, true));
    }

    /// Reads the serialisation without witness, and no other: it may have no inputs.
    public static Parsed<Transaction> parseStripped(Bytes encoded) {
        return bounded(encoded, reader -> read(reader, false));
    }

    /// The whole serialisation.
    public Bytes encode() {
        return encode(hasWitness());
    }

    /// The serialisation without witness.
    public Bytes encodeStripped() {
        return encode(false);
    }

    /// The hash of the serialisation without witness, in the order transactions carry it.
    public Digest32 hash() {
        return StandardHash.doubleSha256(encodeStripped());
    }

    /// The id as people write it.
    public String txid() {
        return LittleEndian.reversed(hash().bytes()).toHex();
    }

    /// This without scriptSigs and witnesses.
    public Transaction unsigned() {
        return new Transaction(
                version,
                inputs.stream()
                        .map(input -> TxInput.unsigned(input.spends(), input.sequence()))
                        .toList(),
                outputs,
                lockTime);
    }

    /// This with other inputs.
    Transaction with(List<TxInput> otherInputs) {
        return new Transaction(version, otherInputs, outputs, lockTime);
    }

    /// Whether any input has a witness.
    public boolean hasWitness() {
        return inputs.stream().anyMatch(input -> !input.witness().isEmpty());
    }

    /// Weight units: three times the stripped length and once the whole.
    public int weight() {
        return 3 * encodeStripped().length() + encode().length();
    }

    private static Parsed<Transaction> bounded(Bytes encoded, Reader.Body<Transaction> body) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "transaction of at most 4000000 bytes");
        return Reader.parse(encoded, body);
    }

    private static Transaction read(Reader reader, boolean witnessAllowed) throws MalformedInput {
        var version = LittleEndian.u32(reader, "version");
        var start = reader.position();
        var count = LittleEndian.count(reader, reader.remaining() / INPUT_BYTES_MIN, "input count");
        var witnessed = witnessAllowed && count == 0;
        if (witnessed) {
            if (reader.u8("witness flag") != WITNESS_FLAG) throw new MalformedInput(start + 1, "witness flag 01");
            count = LittleEndian.count(reader, reader.remaining() / INPUT_BYTES_MIN, "input count");
            if (count == 0) throw new MalformedInput(start + 2, "inputs of a transaction with witness");
        }
        var inputs = new ArrayList<TxInput>(count);
        for (var i = 0; i < count; i++) {
            var spends = OutPoint.read(reader);
            var scriptSig = LittleEndian.variable(reader, OutputScript.LENGTH_BYTES_MAX, "input script");
            inputs.add(new TxInput(spends, scriptSig, LittleEndian.u32(reader, "sequence"), List.of()));
        }
        var outputCount = LittleEndian.count(reader, reader.remaining() / TxOutput.LENGTH_BYTES_MIN, "output count");
        var outputs = new ArrayList<TxOutput>(outputCount);
        for (var i = 0; i < outputCount; i++) outputs.add(TxOutput.read(reader));
        if (witnessed) readWitnesses(reader, inputs);
        return new Transaction(version, inputs, outputs, LittleEndian.u32(reader, "lock time"));
    }

    private static void readWitnesses(Reader reader, List<TxInput> inputs) throws MalformedInput {
        var start = reader.position();
        for (var i = 0; i < inputs.size(); i++) {
            var count = LittleEndian.count(reader, reader.remaining(), "witness count");
            var items = new ArrayList<Bytes>(Math.min(count, 8));
            for (var k = 0; k < count; k++) items.add(LittleEndian.variable(reader, reader.remaining(), "witness"));
            inputs.set(i, inputs.get(i).with(inputs.get(i).scriptSig(), items));
        }
        if (inputs.stream().allMatch(input -> input.witness().isEmpty()))
            throw new MalformedInput(start, "a witness, as the flag says");
    }

    private Bytes encode(boolean witnessed) {
        var writer = LittleEndian.u32(new Writer(), version);
        if (witnessed) writer.u8(0).u8(WITNESS_FLAG);
        LittleEndian.count(writer, inputs.size());
        for (var input : inputs) {
            input.spends().write(writer);
            LittleEndian.u32(LittleEndian.variable(writer, input.scriptSig()), input.sequence());
        }
        LittleEndian.count(writer, outputs.size());
        for (var output : outputs) output.write(writer);
        if (witnessed)
            for (var input : inputs) {
                LittleEndian.count(writer, input.witness().size());
                for (var item : input.witness()) LittleEndian.variable(writer, item);
            }
        return LittleEndian.u32(writer, lockTime).toBytes();
    }
}
