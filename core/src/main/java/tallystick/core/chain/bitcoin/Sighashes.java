package tallystick.core.chain.bitcoin;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.TaggedHash;

/// What the inputs of one transaction sign. What all of them share is hashed once, so that the work grows with the size
/// and not with its square; only the oldest form cannot be helped.
///
/// **Threads** immutable but for hashes found again: two threads may both compute one, and it is the same.
public final class Sighashes {
    private static final Digest32 ZERO = new Digest32(Bytes.copyOf(new byte[32]));
    /// What the oldest form signs where the output it should commit to does not exist.
    private static final Digest32 ONE = new Digest32(Bytes.ofHex("01" + "00".repeat(31)));

    private final Transaction transaction;
    private final List<TxOutput> spent;

    private @Nullable Digest32 prevouts;
    private @Nullable Digest32 sequences;
    private @Nullable Digest32 outputs;
    private @Nullable Digest32 amounts;
    private @Nullable Digest32 scripts;

    /// @param spent the outputs spent, one for each input
    /// @throws IllegalArgumentException if their count differs: the caller's fault
    public Sighashes(Transaction transaction, List<TxOutput> spent) {
        this.transaction = transaction;
        this.spent = List.copyOf(spent);
        if (spent.size() != transaction.inputs().size())
            throw new IllegalArgumentException("%d spent outputs for %d inputs"
                    .formatted(spent.size(), transaction.inputs().size()));
    }

    /// The digest of the oldest form: the transaction itself with this input's script in place. Commits to no amount.
    ///
    /// @param scriptCode the spent script, without signatures and separators in it
    /// @spec https://github.com/bitcoin/bips/blob/master/bip-0143.mediawiki#motivation BIP-143 › Motivation
    /// (original)
    public Digest32 legacy(int index, Bytes scriptCode, SighashType type) {
        if (type.isSingle() && index >= transaction.outputs().size()) return ONE;
        var writer = LittleEndian.u32(new Writer(), transaction.version());
        if (type.isAnyone()) {
            LittleEndian.count(writer, 1);
            legacyInput(writer, index, scriptCode, true);
        } else {
            LittleEndian.count(writer, transaction.inputs().size());
            for (var i = 0; i < transaction.inputs().size(); i++)
                legacyInput(writer, i, i == index ? scriptCode : Bytes.empty(), i == index || !openOutputs(type));
        }
        if (type.isNone()) LittleEndian.count(writer, 0);
        else if (type.isSingle()) {
            LittleEndian.count(writer, index + 1);
            for (var i = 0; i < index; i++) LittleEndian.u64(writer, -1L).u8(0);
            transaction.outputs().get(index).write(writer);
        } else {
            LittleEndian.count(writer, transaction.outputs().size());
            for (var output : transaction.outputs()) output.write(writer);
        }
        LittleEndian.u32(LittleEndian.u32(writer, transaction.lockTime()), type.code());
        return StandardHash.doubleSha256(writer.toBytes());
    }

    /// The digest of segwit version 0: commits to this input's amount, not to those of others.
    ///
    /// @param scriptCode for a key hash, the script of P2PKH with that hash
    /// @spec https://github.com/bitcoin/bips/blob/master/bip-0143.mediawiki#specification BIP-143 › Specification
    public Digest32 segwit(int index, Bytes scriptCode, SighashType type) {
        var input = transaction.inputs().get(index);
        // > 1. nVersion of the transaction, 2. hashPrevouts, 3. hashSequence
        var writer = LittleEndian.u32(new Writer(), transaction.version())
                .raw((type.isAnyone() ? ZERO : twice(prevouts())).bytes())
                .raw((type.isAnyone() || openOutputs(type) ? ZERO : twice(sequences())).bytes());
        // > 4. outpoint, 5. scriptCode of the input, 6. value of the output spent, 7. nSequence
        input.spends().write(writer);
        LittleEndian.variable(writer, scriptCode);
        LittleEndian.u64(writer, spent.get(index).valueSatoshi());
        LittleEndian.u32(writer, input.sequence());
        // > 8. hashOutputs, 9. nLocktime, 10. sighash type of the signature
        if (type.isSingle())
            writer.raw((index < transaction.outputs().size() ? twice(oneOutput(index)) : ZERO).bytes());
        else writer.raw((type.isNone() ? ZERO : twice(outputs())).bytes());
        LittleEndian.u32(LittleEndian.u32(writer, transaction.lockTime()), type.code());
        return StandardHash.doubleSha256(writer.toBytes());
    }

    /// The digest of a Taproot key path without annex: commits to the amounts and scripts of all spent outputs.
    ///
    /// @throws IllegalArgumentException if the type is one-output and that output does not exist: the caller's
    /// fault
    /// @spec https://github.com/bitcoin/bips/blob/master/bip-0341.mediawiki#common-signature-message BIP-341
    public Digest32 taproot(int index, SighashType type) {
        if (type.isSingle() && index >= transaction.outputs().size())
            throw new IllegalArgumentException("no output at %d".formatted(index));
        var input = transaction.inputs().get(index);
        // > epoch 0; control: hash_type, nVersion, nLockTime
        var writer = new Writer().u8(0).u8(type.code());
        LittleEndian.u32(LittleEndian.u32(writer, transaction.version()), transaction.lockTime());
        // > unless ANYONECANPAY: sha_prevouts, sha_amounts, sha_scriptpubkeys, sha_sequences
        if (!type.isAnyone())
            writer.raw(prevouts().bytes())
                    .raw(amounts().bytes())
                    .raw(scripts().bytes())
                    .raw(sequences().bytes());
        // > unless NONE or SINGLE: sha_outputs
        if (!openOutputs(type)) writer.raw(outputs().bytes());
        // > spend_type: (ext_flag * 2) + annex_present
        writer.u8(0);
        if (type.isAnyone()) {
            input.spends().write(writer);
            spent.get(index).write(writer);
            LittleEndian.u32(writer, input.sequence());
        } else LittleEndian.u32(writer, index);
        if (type.isSingle()) writer.raw(oneOutput(index).bytes());
        return TaggedHash.TAP_SIGHASH.hash(writer.toBytes());
    }

    private void legacyInput(Writer writer, int index, Bytes script, boolean withSequence) {
        var input = transaction.inputs().get(index);
        input.spends().write(writer);
        LittleEndian.u32(LittleEndian.variable(writer, script), withSequence ? input.sequence() : 0);
    }

    private static boolean openOutputs(SighashType type) {
        return type.isNone() || type.isSingle();
    }

    private static Digest32 twice(Digest32 once) {
        return StandardHash.sha256(once.bytes());
    }

    private Digest32 prevouts() {
        var known = prevouts;
        if (known == null) {
            known = ofInputs((writer, input) -> input.spends().write(writer));
            prevouts = known;
        }
        return known;
    }

    private Digest32 sequences() {
        var known = sequences;
        if (known == null) {
            known = ofInputs((writer, input) -> LittleEndian.u32(writer, input.sequence()));
            sequences = known;
        }
        return known;
    }

    private Digest32 outputs() {
        var known = outputs;
        if (known == null) {
            known = of(transaction.outputs(), (writer, output) -> output.write(writer));
            outputs = known;
        }
        return known;
    }

    private Digest32 amounts() {
        var known = amounts;
        if (known == null) {
            known = of(spent, (writer, output) -> LittleEndian.u64(writer, output.valueSatoshi()));
            amounts = known;
        }
        return known;
    }

    private Digest32 scripts() {
        var known = scripts;
        if (known == null) {
            known = of(
                    spent,
                    (writer, output) ->
                            LittleEndian.variable(writer, output.script().bytes()));
            scripts = known;
        }
        return known;
    }

    private Digest32 oneOutput(int index) {
        return of(List.of(transaction.outputs().get(index)), (writer, output) -> output.write(writer));
    }

    private Digest32 ofInputs(BiConsumer<Writer, TxInput> item) {
        return of(transaction.inputs(), item);
    }

    private static <T> Digest32 of(List<T> items, BiConsumer<Writer, T> item) {
        var writer = new Writer();
        for (var each : items) item.accept(writer, each);
        return StandardHash.sha256(writer.toBytes());
    }
}
