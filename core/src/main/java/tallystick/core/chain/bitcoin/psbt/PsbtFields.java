package tallystick.core.chain.bitcoin.psbt;

import java.util.List;
import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;

/// The fields of the standards by number, and the form each is held to.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0174/type-registry.mediawiki BIP-174 type registry
public final class PsbtFields {
    /// The unsigned transaction (version 0).
    public static final int GLOBAL_TRANSACTION = 0x00;
    static final int GLOBAL_XPUB = 0x01;
    static final int GLOBAL_TRANSACTION_VERSION = 0x02;
    static final int GLOBAL_FALLBACK_LOCK_TIME = 0x03;
    static final int GLOBAL_INPUT_COUNT = 0x04;
    static final int GLOBAL_OUTPUT_COUNT = 0x05;
    static final int GLOBAL_MODIFIABLE = 0x06;
    static final int GLOBAL_VERSION = 0xfb;

    /// The whole transaction that made the output spent.
    public static final int INPUT_PREVIOUS = 0x00;
    /// The output spent.
    public static final int INPUT_OUTPUT = 0x01;
    /// An ECDSA signature, by key.
    public static final int INPUT_SIGNATURE = 0x02;
    /// How much the signatures commit to.
    public static final int INPUT_SIGHASH = 0x03;
    static final int INPUT_REDEEM_SCRIPT = 0x04;
    static final int INPUT_WITNESS_SCRIPT = 0x05;
    static final int INPUT_DERIVATION = 0x06;
    /// The scriptSig, complete.
    public static final int INPUT_FINAL_SCRIPT = 0x07;
    /// The witness, complete.
    public static final int INPUT_FINAL_WITNESS = 0x08;
    static final int INPUT_TRANSACTION = 0x0e;
    static final int INPUT_INDEX = 0x0f;
    static final int INPUT_SEQUENCE = 0x10;
    static final int INPUT_TIME = 0x11;
    static final int INPUT_HEIGHT = 0x12;
    /// A Schnorr signature of the key path.
    public static final int INPUT_TAP_SIGNATURE = 0x13;
    static final int INPUT_TAP_SCRIPT_SIGNATURE = 0x14;
    static final int INPUT_TAP_LEAF = 0x15;
    static final int INPUT_TAP_DERIVATION = 0x16;
    static final int INPUT_TAP_KEY = 0x17;
    static final int INPUT_TAP_ROOT = 0x18;

    static final int OUTPUT_REDEEM_SCRIPT = 0x00;
    static final int OUTPUT_WITNESS_SCRIPT = 0x01;
    static final int OUTPUT_DERIVATION = 0x02;
    static final int OUTPUT_AMOUNT = 0x03;
    static final int OUTPUT_SCRIPT = 0x04;
    static final int OUTPUT_TAP_KEY = 0x05;
    static final int OUTPUT_TAP_TREE = 0x06;
    static final int OUTPUT_TAP_DERIVATION = 0x07;

    private static final int XPUB_BYTES = 78;
    private static final int HASH_BYTES = 32;

    private PsbtFields() {}

    /// Checks the global fields and finds the version.
    static int checkGlobal(PsbtMap map, int start) throws MalformedInput {
        for (var entry : map.entries()) checkGlobal(entry, start);
        var version =
                map.value(GLOBAL_VERSION).map(LittleEndian::number).orElse(0L).intValue();
        if (version != 0 && version != 2) throw new MalformedInput(start, "psbt version 0 or 2");
        if (version == 0) {
            need(map, true, start, "version 0", GLOBAL_TRANSACTION);
            need(
                    map,
                    false,
                    start,
                    "version 0",
                    GLOBAL_TRANSACTION_VERSION,
                    GLOBAL_FALLBACK_LOCK_TIME,
                    GLOBAL_INPUT_COUNT,
                    GLOBAL_OUTPUT_COUNT,
                    GLOBAL_MODIFIABLE);
        } else {
            need(map, false, start, "version 2", GLOBAL_TRANSACTION);
            need(map, true, start, "version 2", GLOBAL_TRANSACTION_VERSION, GLOBAL_INPUT_COUNT, GLOBAL_OUTPUT_COUNT);
        }
        return version;
    }

    private static void checkGlobal(PsbtEntry entry, int start) throws MalformedInput {
        switch (entry.type()) {
            case GLOBAL_TRANSACTION, GLOBAL_INPUT_COUNT, GLOBAL_OUTPUT_COUNT -> noKey(entry, start);
            case GLOBAL_TRANSACTION_VERSION, GLOBAL_FALLBACK_LOCK_TIME, GLOBAL_VERSION -> number(entry, 4, start);
            case GLOBAL_MODIFIABLE -> number(entry, 1, start);
            case GLOBAL_XPUB -> {
                keyLength(entry, start, XPUB_BYTES);
                // > the number of indexes must match the depth provided in the extended public key
                valueLength(entry, start, 4 + 4 * entry.keyData().at(4));
            }
            default -> {}
        }
    }

    /// The unsigned transaction of version 0, whose inputs must have no scripts.
    static Transaction transaction(PsbtMap global, int start) throws MalformedInput {
        var encoded = global.value(GLOBAL_TRANSACTION)
                .orElseThrow(() -> new MalformedInput(start, "an unsigned transaction"));
        return switch (Transaction.parseStripped(encoded)) {
            case Parsed.Malformed<Transaction>(var _, var expected) ->
                throw new MalformedInput(start, "unsigned transaction: " + expected);
            case Parsed.Ok<Transaction>(var transaction) -> {
                if (transaction.inputs().stream()
                        .anyMatch(input -> input.scriptSig().length() > 0))
                    throw new MalformedInput(start, "unsigned transaction without scriptSigs");
                yield transaction;
            }
        };
    }

    /// A count of version 2.
    static int count(PsbtMap global, int type, int start) throws MalformedInput {
        var value = global.value(type).orElseThrow(() -> new MalformedInput(start, "counts of inputs and outputs"));
        return switch (Reader.parse(value, reader -> LittleEndian.count(reader, Psbt.LENGTH_BYTES_MAX, "count"))) {
            case Parsed.Ok<Integer>(var count) -> count;
            case Parsed.Malformed<Integer>(var _, var expected) -> throw new MalformedInput(start, expected);
        };
    }

    static void checkInput(PsbtMap map, int version, int start) throws MalformedInput {
        for (var entry : map.entries()) {
            if (entry.type() <= INPUT_FINAL_WITNESS) checkOldInput(entry, start);
            else checkNewInput(entry, start);
        }
        if (version == 0)
            need(
                    map,
                    false,
                    start,
                    "version 0",
                    INPUT_TRANSACTION,
                    INPUT_INDEX,
                    INPUT_SEQUENCE,
                    INPUT_TIME,
                    INPUT_HEIGHT);
        else need(map, true, start, "version 2", INPUT_TRANSACTION, INPUT_INDEX);
    }

    private static void checkOldInput(PsbtEntry entry, int start) throws MalformedInput {
        switch (entry.type()) {
            case INPUT_PREVIOUS -> {
                noKey(entry, start);
                if (Transaction.parse(entry.value()) instanceof Parsed.Malformed<Transaction>(var _, var expected))
                    throw new MalformedInput(start, "previous transaction: " + expected);
            }
            case INPUT_OUTPUT -> {
                noKey(entry, start);
                if (Reader.parse(entry.value(), TxOutput::read)
                        instanceof Parsed.Malformed<TxOutput>(var _, var expected))
                    throw new MalformedInput(start, "spent output: " + expected);
            }
            case INPUT_SIGNATURE -> {
                publicKey(entry, start);
                if (entry.value().length() < 9 || entry.value().length() > 73)
                    throw new MalformedInput(start, "signature of 9..73 bytes");
            }
            case INPUT_SIGHASH -> number(entry, 4, start);
            case INPUT_DERIVATION -> {
                publicKey(entry, start);
                derivation(entry.value(), start);
            }
            default -> noKey(entry, start);
        }
    }

    private static void checkNewInput(PsbtEntry entry, int start) throws MalformedInput {
        switch (entry.type()) {
            case INPUT_TRANSACTION, INPUT_TAP_KEY, INPUT_TAP_ROOT -> number(entry, HASH_BYTES, start);
            case INPUT_INDEX, INPUT_SEQUENCE -> number(entry, 4, start);
            case INPUT_TIME -> {
                number(entry, 4, start);
                if (LittleEndian.number(entry.value()) < Transaction.LOCK_TIME_SECONDS)
                    throw new MalformedInput(start, "a time of at least 500000000 seconds");
            }
            case INPUT_HEIGHT -> {
                number(entry, 4, start);
                var height = LittleEndian.number(entry.value());
                if (height == 0 || height >= Transaction.LOCK_TIME_SECONDS)
                    throw new MalformedInput(start, "a height in 1..499999999");
            }
            case INPUT_TAP_SIGNATURE -> {
                noKey(entry, start);
                valueLength(entry, start, 64, 65);
            }
            case INPUT_TAP_SCRIPT_SIGNATURE -> {
                keyLength(entry, start, 2 * HASH_BYTES);
                valueLength(entry, start, 64, 65);
            }
            case INPUT_TAP_LEAF -> {
                var length = entry.keyData().length();
                // > 33 + 32 * m bytes, m in 0..128
                if (length < 33 || (length - 33) % HASH_BYTES != 0 || length > 33 + 128 * HASH_BYTES)
                    throw new MalformedInput(start, "control block of 33 bytes and whole hashes");
                if (entry.value().length() == 0) throw new MalformedInput(start, "a script and its leaf version");
            }
            case INPUT_TAP_DERIVATION -> tapDerivation(entry, start);
            default -> {}
        }
    }

    static void checkOutput(PsbtMap map, int version, int start) throws MalformedInput {
        for (var entry : map.entries()) checkOutput(entry, start);
        need(map, version == 2, start, "version %d".formatted(version), OUTPUT_AMOUNT, OUTPUT_SCRIPT);
    }

    private static void checkOutput(PsbtEntry entry, int start) throws MalformedInput {
        switch (entry.type()) {
            case OUTPUT_REDEEM_SCRIPT, OUTPUT_WITNESS_SCRIPT, OUTPUT_TAP_TREE -> noKey(entry, start);
            case OUTPUT_SCRIPT -> {
                noKey(entry, start);
                if (entry.value().length() > OutputScript.LENGTH_BYTES_MAX)
                    throw new MalformedInput(start, "script of at most 10000 bytes");
            }
            case OUTPUT_DERIVATION -> {
                publicKey(entry, start);
                derivation(entry.value(), start);
            }
            case OUTPUT_AMOUNT -> {
                number(entry, 8, start);
                var value = LittleEndian.number(entry.value());
                if (value < 0 || value > TxOutput.VALUE_MAX) throw new MalformedInput(start, "amount in 0..21e14");
            }
            case OUTPUT_TAP_KEY -> number(entry, HASH_BYTES, start);
            case OUTPUT_TAP_DERIVATION -> tapDerivation(entry, start);
            default -> {}
        }
    }

    private static void need(PsbtMap map, boolean present, int start, String version, int... types)
            throws MalformedInput {
        for (var type : types)
            if (map.has(type) != present)
                throw new MalformedInput(start, "%s field %d in %s".formatted(present ? "a" : "no", type, version));
    }

    private static void noKey(PsbtEntry entry, int start) throws MalformedInput {
        keyLength(entry, start, 0);
    }

    private static void number(PsbtEntry entry, int lengthBytes, int start) throws MalformedInput {
        noKey(entry, start);
        valueLength(entry, start, lengthBytes);
    }

    private static void publicKey(PsbtEntry entry, int start) throws MalformedInput {
        keyLength(entry, start, 33, 65);
        var prefix = entry.keyData().at(0);
        if (entry.keyData().length() == 33 ? prefix != 2 && prefix != 3 : prefix != 4)
            throw new MalformedInput(start, "a public key in field %d".formatted(entry.type()));
    }

    private static void tapDerivation(PsbtEntry entry, int start) throws MalformedInput {
        keyLength(entry, start, HASH_BYTES);
        var read = Reader.parse(entry.value(), reader -> {
            var leaves = LittleEndian.count(reader, reader.remaining() / HASH_BYTES, "leaf count");
            reader.raw(leaves * HASH_BYTES, "leaf hashes");
            return reader.raw(reader.remaining(), "origin");
        });
        if (!(read instanceof Parsed.Ok<Bytes>(var origin)))
            throw new MalformedInput(start, "leaf hashes, fingerprint and path");
        derivation(origin, start);
    }

    private static void derivation(Bytes value, int start) throws MalformedInput {
        if (value.length() < 4 || value.length() % 4 != 0)
            throw new MalformedInput(start, "a fingerprint and a path of whole indices");
    }

    private static void keyLength(PsbtEntry entry, int start, Integer... lengths) throws MalformedInput {
        if (!List.of(lengths).contains(entry.keyData().length()))
            throw new MalformedInput(
                    start, "key data of %s bytes in field %d".formatted(List.of(lengths), entry.type()));
    }

    private static void valueLength(PsbtEntry entry, int start, Integer... lengths) throws MalformedInput {
        if (!List.of(lengths).contains(entry.value().length()))
            throw new MalformedInput(
                    start, "a value of %s bytes in field %d".formatted(List.of(lengths), entry.type()));
    }
}
