package tallystick.core.chain.solana;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// What the signatures of a transaction sign.
///
/// **Form** version 0 starts with `0x80`, the legacy form has nothing there; three counts, the account keys, the
/// blockhash, the instructions, and for version 0 the lookups. Lengths in their shortest form; together with its
/// signatures at most [#TRANSACTION_BYTES_MAX]. A message that exists keeps every rule the chain has about form.
///
/// @param accounts the keys written out, the fee payer first; signers before others, writable before read-only
/// @param blockhash a recent block's hash, the value of a durable nonce, or 32 zero bytes where it is left open
/// @param lookups empty in the legacy form
/// @spec https://solana.com/docs/core/transactions/transaction-structure Solana documentation, transaction structure
public record Message(
        Version version,
        Counts counts,
        List<Address> accounts,
        Bytes blockhash,
        List<Compiled> instructions,
        List<TableLookup> lookups) {
    /// The longest transaction, signatures included.
    public static final int TRANSACTION_BYTES_MAX = 1232;

    static final int ACCOUNTS_MAX = 256;
    static final int SIGNATURE_BYTES = 64;
    /// The longest message: one signature and its count stand before it.
    static final int LENGTH_BYTES_MAX = TRANSACTION_BYTES_MAX - 1 - SIGNATURE_BYTES;
    /// A blockhash left open.
    static final Bytes BLANK = Programs.SYSTEM.value();

    private static final int VERSION_MARK = 0x80;

    /// The two forms.
    public enum Version {
        /// Without a version byte and without lookups.
        LEGACY,
        /// With lookups.
        V0
    }

    /// The header.
    ///
    /// @param signers how many accounts sign, 1 or more
    /// @param readOnlySigners how many of the signers, the last ones, are only read
    /// @param readOnlyOthers how many of the others, the last ones, are only read
    public record Counts(int signers, int readOnlySigners, int readOnlyOthers) {}

    /// An instruction with indexes in place of addresses.
    ///
    /// @param program index of the program among the keys written out
    /// @param accounts indexes among the keys written out, then those looked up writable, then read-only
    public record Compiled(int program, List<Integer> accounts, Bytes data) {
        /// Copies.
        public Compiled {
            accounts = List.copyOf(accounts);
        }
    }

    /// @throws IllegalArgumentException if it breaks a rule of the form: the caller's fault
    public Message {
        accounts = List.copyOf(accounts);
        instructions = List.copyOf(instructions);
        lookups = List.copyOf(lookups);
        if (blockhash.length() != Address.LENGTH_BYTES)
            throw new IllegalArgumentException("blockhash of %d bytes, not 32".formatted(blockhash.length()));
        if (version == Version.LEGACY && !lookups.isEmpty())
            throw new IllegalArgumentException("lookups in a legacy message");
        try {
            checkCounts(counts, accounts.size(), 0);
            if (new HashSet<>(accounts).size() != accounts.size())
                throw new IllegalArgumentException("an account key twice");
            checkLookups(accounts.size(), lookups, 0);
            for (var each : instructions) checkIndexes(each, accounts.size(), total(accounts.size(), lookups), 0);
        } catch (MalformedInput malformed) {
            throw new IllegalArgumentException(malformed.expected(), malformed);
        }
        var length = encode(version, counts, accounts, blockhash, instructions, lookups)
                .length();
        if (transactionLength(counts.signers(), length) > TRANSACTION_BYTES_MAX)
            throw new IllegalArgumentException("transaction of more than %d bytes".formatted(TRANSACTION_BYTES_MAX));
    }

    /// Reads a message and nothing else.
    public static Parsed<Message> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "message of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return Reader.parse(encoded, Message::read);
    }

    /// Reads a message that other bytes may follow.
    static Message read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var first = reader.u8("message version or signer count");
        if (first > VERSION_MARK) throw new MalformedInput(start, "message version 0");
        var version = first == VERSION_MARK ? Version.V0 : Version.LEGACY;
        var countsAt = reader.position() - (version == Version.V0 ? 0 : 1);
        var signers = version == Version.V0 ? reader.u8("signer count") : first;
        var counts =
                new Counts(signers, reader.u8("read-only signer count"), reader.u8("read-only other account count"));
        var accounts = accounts(reader, counts, countsAt);
        var blockhash = reader.raw(Address.LENGTH_BYTES, "blockhash");
        var offsets = new ArrayList<Integer>();
        var instructions = instructions(reader, offsets);
        var lookups = version == Version.V0 ? lookups(reader, accounts.size()) : List.<TableLookup>of();
        var total = total(accounts.size(), lookups);
        for (var i = 0; i < instructions.size(); i++)
            checkIndexes(instructions.get(i), accounts.size(), total, offsets.get(i));
        if (transactionLength(signers, reader.position() - start) > TRANSACTION_BYTES_MAX)
            throw new MalformedInput(
                    start, "transaction of at most %d bytes with its signatures".formatted(TRANSACTION_BYTES_MAX));
        return new Message(version, counts, accounts, blockhash, instructions, lookups);
    }

    /// The canonical bytes.
    public Bytes encode() {
        return encode(version, counts, accounts, blockhash, instructions, lookups);
    }

    /// The same message with this blockhash or nonce value.
    ///
    /// @param hash 32 bytes
    public Message withBlockhash(Bytes hash) {
        return new Message(version, counts, accounts, hash, instructions, lookups);
    }

    /// The same message with the blockhash left open.
    public Message blanked() {
        return withBlockhash(BLANK);
    }

    /// Whether the blockhash is left open.
    public boolean isBlanked() {
        return blockhash.equals(BLANK);
    }

    /// Whose signatures it takes, the fee payer first.
    public List<Address> signers() {
        return accounts.subList(0, counts.signers());
    }

    /// How many accounts the lookups bring in.
    int lookedUp() {
        return lookups.stream().mapToInt(TableLookup::size).sum();
    }

    /// What the account of this index may be used for.
    AccountUse.Role roleOf(int index) {
        var written = accounts.size();
        if (index < counts.signers())
            return AccountUse.Role.of(true, index < counts.signers() - counts.readOnlySigners());
        if (index < written) return AccountUse.Role.of(false, index < written - counts.readOnlyOthers());
        var writable = lookups.stream().mapToInt(each -> each.writable().size()).sum();
        return AccountUse.Role.of(false, index < written + writable);
    }

    private static Bytes encode(
            Version version,
            Counts counts,
            List<Address> accounts,
            Bytes blockhash,
            List<Compiled> instructions,
            List<TableLookup> lookups) {
        var writer = new Writer();
        if (version == Version.V0) writer.u8(VERSION_MARK);
        writer.u8(counts.signers()).u8(counts.readOnlySigners()).u8(counts.readOnlyOthers());
        CompactLength.write(writer, accounts.size());
        for (var each : accounts) writer.raw(each.value());
        writer.raw(blockhash);
        CompactLength.write(writer, instructions.size());
        for (var each : instructions) {
            writer.u8(each.program());
            indexes(writer, each.accounts());
            CompactLength.write(writer, each.data().length());
            writer.raw(each.data());
        }
        if (version == Version.LEGACY) return writer.toBytes();
        CompactLength.write(writer, lookups.size());
        for (var each : lookups) {
            writer.raw(each.table().value());
            indexes(writer, each.writable());
            indexes(writer, each.readOnly());
        }
        return writer.toBytes();
    }

    private static void indexes(Writer writer, List<Integer> indexes) {
        CompactLength.write(writer, indexes.size());
        indexes.forEach(writer::u8);
    }

    private static List<Address> accounts(Reader reader, Counts counts, int countsAt) throws MalformedInput {
        var count = counted(reader, "account key count", Address.LENGTH_BYTES);
        checkCounts(counts, count, countsAt);
        var accounts = new ArrayList<Address>(count);
        var seen = new HashSet<Address>();
        for (var i = 0; i < count; i++) {
            var start = reader.position();
            var address = Address.read(reader, "account key");
            if (!seen.add(address)) throw new MalformedInput(start, "an account key that did not occur before");
            accounts.add(address);
        }
        return accounts;
    }

    private static List<Compiled> instructions(Reader reader, List<Integer> offsets) throws MalformedInput {
        var count = counted(reader, "instruction count", 3);
        var instructions = new ArrayList<Compiled>(count);
        for (var i = 0; i < count; i++) {
            offsets.add(reader.position());
            var program = reader.u8("program index");
            var accounts = indexes(reader, "account index");
            var length = CompactLength.read(reader, "instruction data length");
            instructions.add(new Compiled(program, accounts, reader.raw(length, "instruction data")));
        }
        return instructions;
    }

    /// @spec https://solana.com/docs/core/transactions/versions#address-lookup-tables Solana, lookup tables
    private static List<TableLookup> lookups(Reader reader, int written) throws MalformedInput {
        var start = reader.position();
        var count = counted(reader, "lookup count", Address.LENGTH_BYTES + 2);
        var lookups = new ArrayList<TableLookup>(count);
        for (var i = 0; i < count; i++)
            lookups.add(new TableLookup(
                    Address.read(reader, "lookup table"),
                    indexes(reader, "writable lookup index"),
                    indexes(reader, "read-only lookup index")));
        checkLookups(written, lookups, start);
        return lookups;
    }

    private static List<Integer> indexes(Reader reader, String field) throws MalformedInput {
        var count = counted(reader, field + " count", 1);
        var indexes = new ArrayList<Integer>(count);
        for (var i = 0; i < count; i++) indexes.add(reader.u8(field));
        return indexes;
    }

    /// A count of things that still fit, so that a stranger's count takes no memory.
    private static int counted(Reader reader, String field, int itemBytesMin) throws MalformedInput {
        var start = reader.position();
        var count = CompactLength.read(reader, field);
        if (count > reader.remaining() / itemBytesMin)
            throw new MalformedInput(start, field + " that fits the bytes left");
        return count;
    }

    private static void checkCounts(Counts counts, int accounts, int offset) throws MalformedInput {
        if (counts.signers() < 1 || counts.signers() >= VERSION_MARK)
            throw new MalformedInput(offset, "signer count in 1..127");
        if (counts.readOnlySigners() < 0 || counts.readOnlySigners() >= counts.signers())
            throw new MalformedInput(offset + 1, "read-only signer count below the signer count");
        if (counts.readOnlyOthers() < 0 || counts.signers() + counts.readOnlyOthers() > accounts)
            throw new MalformedInput(offset + 2, "signers and read-only others among the account keys");
        if (accounts > ACCOUNTS_MAX) throw new MalformedInput(offset + 3, "at most 256 account keys");
    }

    private static void checkLookups(int written, List<TableLookup> lookups, int offset) throws MalformedInput {
        var tables = new HashSet<Address>();
        for (var each : lookups) {
            if (each.size() == 0) throw new MalformedInput(offset, "a lookup of at least one entry");
            if (!tables.add(each.table())) throw new MalformedInput(offset, "each lookup table once");
        }
        if (total(written, lookups) > ACCOUNTS_MAX)
            throw new MalformedInput(offset, "at most 256 accounts, looked up ones included");
    }

    private static void checkIndexes(Compiled instruction, int written, int total, int offset) throws MalformedInput {
        // the fee payer is no program, and no lookup names one
        if (instruction.program() < 1 || instruction.program() >= written)
            throw new MalformedInput(offset, "program index in 1..%d".formatted(written - 1));
        for (var index : instruction.accounts())
            if (index < 0 || index >= total)
                throw new MalformedInput(offset + 1, "account index in 0..%d".formatted(total - 1));
    }

    private static int total(int written, List<TableLookup> lookups) {
        return written + lookups.stream().mapToInt(TableLookup::size).sum();
    }

    private static int transactionLength(int signers, int messageLength) {
        return 1 + signers * SIGNATURE_BYTES + messageLength;
    }
}
