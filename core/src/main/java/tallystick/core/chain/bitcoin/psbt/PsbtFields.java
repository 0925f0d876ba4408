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
    static int checkGlobal(PsbtPlace at) throws MalformedInput {
        for (var entry : at.map().entries()) checkGlobal(entry, at);
        var version = at.map()
                .value(GLOBAL_VERSION)
                .map(LittleEndian::number)
                .orElse(0L)
                .intValue();
        if (version != 0 && version != 2) throw at.field(GLOBAL_VERSION, "psbt version 0 or 2");
        if (version == 0) {
            need(at, true, "version 0", GLOBAL_TRANSACTION);
            need(
                    at,
                    false,
                    "version 0",
                    GLOBAL_TRANSACTION_VERSION,
                    GLOBAL_FALLBACK_LOCK_TIME,
                    GLOBAL_INPUT_COUNT,
                    GLOBAL_OUTPUT_COUNT,
                    GLOBAL_MODIFIABLE);
        } else {
            need(at, false, "version 2", GLOBAL_TRANSACTION);
            need(at, true, "version 2", GLOBAL_TRANSACTION_VERSION, GLOBAL_INPUT_COUNT, GLOBAL_OUTPUT_COUNT);
        }
        return version;
    }

    private static void checkGlobal(PsbtEntry entry, PsbtPlace at) throws MalformedInput {
        switch (entry.type()) {
            case GLOBAL_TRANSACTION, GLOBAL_INPUT_COUNT, GLOBAL_OUTPUT_COUNT -> noKey(entry, at);
            case GLOBAL_TRANSACTION_VERSION, GLOBAL_FALLBACK_LOCK_TIME, GLOBAL_VERSION -> number(entry, 4, at);
            case GLOBAL_MODIFIABLE -> number(entry, 1, at);
            case GLOBAL_XPUB -> {
                keyLength(entry, at, XPUB_BYTES);
                // > the number of indexes must match the depth provided in the extended public key
                valueLength(entry, at, 4 + 4 * entry.keyData().at(4));
            }
            default -> {}
        }
    }

    /// The unsigned transaction of version 0, whose inputs must have no scripts.
    static Transaction transaction(PsbtPlace at) throws MalformedInput {
        var entry = entry(at, GLOBAL_TRANSACTION, "an unsigned transaction");
        return switch (Transaction.parseStripped(entry.value())) {
            case Parsed.Malformed<Transaction>(var inside, var expected) ->
                throw at.value(entry, inside, "unsigned transaction: " + expected);
            case Parsed.Ok<Transaction>(var transaction) -> {
                if (transaction.inputs().stream()
                        .anyMatch(input -> input.scriptSig().length() > 0))
                    throw at.value(entry, "unsigned transaction without scriptSigs");
                yield transaction;
            }
        };
    }

    private static PsbtEntry entry(PsbtPlace at, int type, String expected) throws MalformedInput {
        return at.map().all(type).stream().findFirst().orElseThrow(() -> at.field(type, expected));
    }

    /// A count of version 2.
    static int count(PsbtPlace at, int type) throws MalformedInput {
        var entry = entry(at, type, "counts of inputs and outputs");
        return switch (Reader.parse(
                entry.value(), reader -> LittleEndian.count(reader, Psbt.LENGTH_BYTES_MAX, "count"))) {
            case Parsed.Ok<Integer>(var count) -> count;
            case Parsed.Malformed<Integer>(var inside, var expected) -> throw at.value(entry, inside, expected);
        };
    }

    static void checkInput(PsbtPlace at, int version) throws MalformedInput {
        for (var entry : at.map().entries()) {
            if (entry.type() <= INPUT_FINAL_WITNESS) checkOldInput(entry, at);
            else checkNewInput(entry, at);
        }
        if (version == 0)
            need(at, false, "version 0", INPUT_TRANSACTION, INPUT_INDEX, INPUT_SEQUENCE, INPUT_TIME, INPUT_HEIGHT);
        else need(at, true, "version 2", INPUT_TRANSACTION, INPUT_INDEX);
    }

    private static void checkOldInput(PsbtEntry entry, PsbtPlace at) throws MalformedInput {
        switch (entry.type()) {
            case INPUT_PREVIOUS -> {
                noKey(entry, at);
                if (Transaction.parse(entry.value()) instanceof Parsed.Malformed<Transaction>(var inside, var expected))
                    throw at.value(entry, inside, "previous transaction: " + expected);
            }
            case INPUT_OUTPUT -> {
                noKey(entry, at);
                if (Reader.parse(entry.value(), TxOutput::read)
                        instanceof Parsed.Malformed<TxOutput>(var inside, var expected))
                    throw at.value(entry, inside, "spent output: " + expected);
            }
            case INPUT_SIGNATURE -> {
                publicKey(entry, at);
                if (entry.value().length() < 9 || entry.value().length() > 73)
                    throw at.value(entry, "signature of 9..73 bytes");
            }
            case INPUT_SIGHASH -> number(entry, 4, at);
            case INPUT_DERIVATION -> {
                publicKey(entry, at);
                derivation(entry, entry.value(), at);
            }
            default -> noKey(entry, at);
        }
    }

    private static void checkNewInput(PsbtEntry entry, PsbtPlace at) throws MalformedInput {
        switch (entry.type()) {
            case INPUT_TRANSACTION, INPUT_TAP_KEY, INPUT_TAP_ROOT -> number(entry, HASH_BYTES, at);
            case INPUT_INDEX, INPUT_SEQUENCE -> number(entry, 4, at);
            case INPUT_TIME -> {
                number(entry, 4, at);
                if (LittleEndian.number(entry.value()) < Transaction.LOCK_TIME_SECONDS)
                    throw at.value(entry, "a time of at least 500000000 seconds");
            }
            case INPUT_HEIGHT -> {
                number(entry, 4, at);
                var height = LittleEndian.number(entry.value());
                if (height == 0 || height >= Transaction.LOCK_TIME_SECONDS)
                    throw at.value(entry, "a height in 1..499999999");
            }
            case INPUT_TAP_SIGNATURE -> {
                noKey(entry, at);
                valueLength(entry, at, 64, 65);
            }
            case INPUT_TAP_SCRIPT_SIGNATURE -> {
                keyLength(entry, at, 2 * HASH_BYTES);
                valueLength(entry, at, 64, 65);
            }
            case INPUT_TAP_LEAF -> {
                var length = entry.keyData().length();
                // > 33 + 32 * m bytes, m in 0..128
                if (length < 33 || (length - 33) % HASH_BYTES != 0 || length > 33 + 128 * HASH_BYTES)
                    throw at.key(entry, "control block of 33 bytes and whole hashes");
                if (entry.value().length() == 0) throw at.value(entry, "a script and its leaf version");
            }
            case INPUT_TAP_DERIVATION -> tapDerivation(entry, at);
            default -> {}
        }
    }

    static void checkOutput(PsbtPlace at, int version) throws MalformedInput {
        for (var entry : at.map().entries()) checkOutput(entry, at);
        need(at, version == 2, "version %d".formatted(version), OUTPUT_AMOUNT, OUTPUT_SCRIPT);
    }

    private static void checkOutput(PsbtEntry entry, PsbtPlace at) throws MalformedInput {
        switch (entry.type()) {
            case OUTPUT_REDEEM_SCRIPT, OUTPUT_WITNESS_SCRIPT, OUTPUT_TAP_TREE -> noKey(entry, at);
            case OUTPUT_SCRIPT -> {
                noKey(entry, at);
                if (entry.value().length() > OutputScript.LENGTH_BYTES_MAX)
                    throw at.value(entry, "script of at most 10000 bytes");
            }
            case OUTPUT_DERIVATION -> {
                publicKey(entry, at);
                derivation(entry, entry.value(), at);
            }
            case OUTPUT_AMOUNT -> {
                number(entry, 8, at);
                var value = LittleEndian.number(entry.value());
                if (value < 0 || value > TxOutput.VALUE_MAX) throw at.value(entry, "amount in 0..21e14");
            }
            case OUTPUT_TAP_KEY -> number(entry, HASH_BYTES, at);
            case OUTPUT_TAP_DERIVATION -> tapDerivation(entry, at);
            default -> {}
        }
    }

    private static void need(PsbtPlace at, boolean present, String version, int... types) throws MalformedInput {
        for (var type : types)
            if (at.map().has(type) != present)
                throw at.field(type, "%s field in %s".formatted(present ? "this" : "no such", version));
    }

    private static void noKey(PsbtEntry entry, PsbtPlace at) throws MalformedInput {
        keyLength(entry, at, 0);
    }

    private static void number(PsbtEntry entry, int lengthBytes, PsbtPlace at) throws MalformedInput {
        noKey(entry, at);
        valueLength(entry, at, lengthBytes);
    }

    private static void publicKey(PsbtEntry entry, PsbtPlace at) throws MalformedInput {
        keyLength(entry, at, 33, 65);
        var prefix = entry.keyData().at(0);
        if (entry.keyData().length() == 33 ? prefix != 2 && prefix != 3 : prefix != 4)
            throw at.key(entry, "a public key");
    }

    private static void tapDerivation(PsbtEntry entry, PsbtPlace at) throws MalformedInput {
        keyLength(entry, at, HASH_BYTES);
        var read = Reader.parse(entry.value(), reader -> {
            var leaves = LittleEndian.count(reader, reader.remaining() / HASH_BYTES, "leaf count");
            reader.raw(leaves * HASH_BYTES, "leaf hashes");
            return reader.raw(reader.remaining(), "origin");
        });
        if (!(read instanceof Parsed.Ok<Bytes>(var origin))) throw at.value(entry, "leaf hashes, fingerprint and path");
        derivation(entry, origin, at);
    }

    private static void derivation(PsbtEntry entry, Bytes value, PsbtPlace at) throws MalformedInput {
        if (value.length() < 4 || value.length() % 4 != 0)
            throw at.value(entry, "a fingerprint and a path of whole indices");
    }

    private static void keyLength(PsbtEntry entry, PsbtPlace at, Integer... lengths) throws MalformedInput {
        if (!List.of(lengths).contains(entry.keyData().length()))
            throw at.key(entry, "key data of %s bytes".formatted(List.of(lengths)));
    }

    private static void valueLength(PsbtEntry entry, PsbtPlace at, Integer... lengths) throws MalformedInput {
        if (!List.of(lengths).contains(entry.value().length()))
            throw at.value(entry, "a value of %s bytes".formatted(List.of(lengths)));
    }
}
