package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.chain.ChainId;

/// A transaction in the making: a legacy message, or one of version 0 if lookup tables were given; accounts in the
/// order of their first use within their kind.
///
/// **Threads** immutable; each method gives a new draft.
public final class Draft {
    private static final int TABLE_ENTRIES_MAX = 256;

    private final ChainId chain;
    private final Address payer;
    private final List<Instruction> nonce;
    private final List<Instruction> budget;
    private final List<Instruction> instructions;
    private final List<Table> tables;

    /// A lookup table.
    private record Table(Address address, List<Address> entries) {}

    /// Where accounts stand: written out in the message, or looked up.
    private record Layout(Map<Address, AccountUse.Role> written, List<TableLookup> lookups, List<Address> loaded) {}

    private Draft(
            ChainId chain,
            Address payer,
            List<Instruction> nonce,
            List<Instruction> budget,
            List<Instruction> instructions,
            List<Table> tables) {
        this.chain = chain;
        this.payer = payer;
        this.nonce = nonce;
        this.budget = budget;
        this.instructions = instructions;
        this.tables = tables;
    }

    /// Nothing yet.
    ///
    /// @param payer of the fee, and of deposits
    public static Draft of(ChainId chain, Address payer) {
        return new Draft(chain, payer, List.of(), List.of(), List.of(), List.of());
    }

    /// Coin from the payer.
    ///
    /// @param lamports 0..2^64-1
    public Draft transfer(Address to, BigInteger lamports) {
        return then(Instructions.transfer(new Instructions.Way(payer, to), lamports));
    }

    /// Tokens from the payer's token account to the receiver's.
    ///
    /// @param owner who receives: the owner of a token account, not the token account
    /// @param amount base units, 0..2^64-1
    /// @param making whether the receiver's token account is made if it is not there
    public Draft transfer(Token token, Address owner, BigInteger amount, Making making) {
        var made = making == Making.IF_MISSING ? then(Instructions.createTokenAccount(payer, owner, token)) : this;
        var way = new Instructions.Way(token.accountOf(payer), token.accountOf(owner));
        return made.then(Instructions.transferToken(token, way, payer, amount));
    }

    /// What happens to a receiver without a token account.
    public enum Making {
        /// It is made, and the payer pays the deposit.
        IF_MISSING,
        /// The transaction fails.
        NEVER
    }

    /// What is asked and paid for computing.
    ///
    /// @param units 1..1,400,000
    /// @param microLamports for each unit
    public Draft budget(long units, BigInteger microLamports) {
        return new Draft(
                chain,
                payer,
                nonce,
                List.of(Instructions.unitLimit(units), Instructions.unitPrice(microLamports)),
                instructions,
                tables);
    }

    /// Under a durable nonce, so that it does not expire.
    public Draft nonce(NonceAccount account) {
        return new Draft(chain, payer, List.of(Instructions.advanceNonce(account)), budget, instructions, tables);
    }

    /// And then this.
    public Draft then(Instruction instruction) {
        var more = new ArrayList<>(instructions);
        more.add(instruction);
        return new Draft(chain, payer, nonce, budget, List.copyOf(more), tables);
    }

    /// Accounts that stand in this table are looked up there, so that more fit: the message is of version 0. Signers,
    /// programs and the accounts of a durable nonce are written out all the same, as the chain wants it.
    ///
    /// @param entries what the table holds, from its first entry on; those behind the 256th are of no use here
    public Draft lookingUp(Address table, List<Address> entries) {
        var more = new ArrayList<>(tables);
        more.add(new Table(table, List.copyOf(entries)));
        return new Draft(chain, payer, nonce, budget, instructions, List.copyOf(more));
    }

    /// Whether it fits a transaction, signatures included.
    public boolean fits() {
        return lengthBytes() <= Message.TRANSACTION_BYTES_MAX;
    }

    /// The transaction with the blockhash left open.
    ///
    /// @throws IllegalArgumentException if it does not fit: the caller's fault
    public SolanaTransaction build() {
        var layout = layout();
        var keys = layout.written();
        var order = new ArrayList<>(keys.keySet());
        order.addAll(layout.loaded());
        var compiled = all().stream()
                .map(each -> new Message.Compiled(
                        order.indexOf(each.program()),
                        each.accounts().stream()
                                .map(use -> order.indexOf(use.address()))
                                .toList(),
                        each.data()))
                .toList();
        var counts = new Message.Counts(
                count(keys, AccountUse.Role.SIGNER) + count(keys, AccountUse.Role.WRITABLE_SIGNER),
                count(keys, AccountUse.Role.SIGNER),
                count(keys, AccountUse.Role.READ_ONLY));
        var message =
                new Message(version(), counts, List.copyOf(keys.keySet()), Message.BLANK, compiled, layout.lookups());
        return new SolanaTransaction(chain, message, layout.loaded());
    }

    private Message.Version version() {
        return tables.isEmpty() ? Message.Version.LEGACY : Message.Version.V0;
    }

    /// > lookups come after the accounts written out: first all that can be changed, table after table, then the others
    private Layout layout() {
        var written = new LinkedHashMap<>(keys());
        var fixed = new HashSet<Address>();
        all().forEach(each -> fixed.add(each.program()));
        nonce.forEach(each -> each.accounts().forEach(use -> fixed.add(use.address())));
        var lookups = new ArrayList<TableLookup>();
        var changed = new ArrayList<Address>();
        var read = new ArrayList<Address>();
        for (var table : tables) {
            var writable = new ArrayList<Integer>();
            var readOnly = new ArrayList<Integer>();
            for (var key : List.copyOf(written.entrySet())) {
                var at = table.entries().indexOf(key.getKey());
                if (at < 0 || at >= TABLE_ENTRIES_MAX || key.getValue().isSigner() || fixed.contains(key.getKey()))
                    continue;
                (key.getValue().isWritable() ? writable : readOnly).add(at);
                (key.getValue().isWritable() ? changed : read).add(key.getKey());
            }
            changed.forEach(written::remove);
            read.forEach(written::remove);
            if (!writable.isEmpty() || !readOnly.isEmpty())
                lookups.add(new TableLookup(table.address(), writable, readOnly));
        }
        changed.addAll(read);
        return new Layout(written, lookups, changed);
    }

    private List<Instruction> all() {
        var all = new ArrayList<>(nonce);
        all.addAll(budget);
        all.addAll(instructions);
        return all;
    }

    /// The payer, then by kind: writable signers, signers, writable accounts, the rest.
    private Map<Address, AccountUse.Role> keys() {
        var roles = new LinkedHashMap<Address, AccountUse.Role>();
        roles.put(payer, AccountUse.Role.WRITABLE_SIGNER);
        var all = all();
        for (var each : all)
            for (var use : each.accounts()) roles.merge(use.address(), use.role(), AccountUse.Role::with);
        for (var each : all) roles.merge(each.program(), AccountUse.Role.READ_ONLY, AccountUse.Role::with);
        var sorted = new LinkedHashMap<Address, AccountUse.Role>();
        for (var kind : List.of(
                AccountUse.Role.WRITABLE_SIGNER,
                AccountUse.Role.SIGNER,
                AccountUse.Role.WRITABLE,
                AccountUse.Role.READ_ONLY))
            roles.forEach((address, role) -> {
                if (role == kind) sorted.put(address, role);
            });
        return sorted;
    }

    private static int count(Map<Address, AccountUse.Role> keys, AccountUse.Role role) {
        return (int) keys.values().stream().filter(role::equals).count();
    }

    private int lengthBytes() {
        var layout = layout();
        var keys = layout.written();
        var signers = count(keys, AccountUse.Role.SIGNER) + count(keys, AccountUse.Role.WRITABLE_SIGNER);
        var length = 1 + signers * Message.SIGNATURE_BYTES + 3 + compact(keys.size());
        length += (keys.size() + 1) * Address.LENGTH_BYTES + compact(all().size());
        for (var each : all())
            length += 1
                    + compact(each.accounts().size())
                    + each.accounts().size()
                    + compact(each.data().length())
                    + each.data().length();
        if (version() == Message.Version.LEGACY) return length;
        length += 1 + compact(layout.lookups().size());
        for (var each : layout.lookups())
            length += Address.LENGTH_BYTES
                    + compact(each.writable().size())
                    + compact(each.readOnly().size())
                    + each.size();
        return length;
    }

    private static int compact(int value) {
        if (value < 1 << 7) return 1;
        return value < 1 << 14 ? 2 : 3;
    }
}
