package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.chain.ChainId;

/// A transaction in the making: legacy messages, accounts in the order of their first use within their kind.
///
/// **Threads** immutable; each method gives a new draft.
public final class Draft {
    private final ChainId chain;
    private final Address payer;
    private final List<Instruction> nonce;
    private final List<Instruction> budget;
    private final List<Instruction> instructions;

    private Draft(
            ChainId chain,
            Address payer,
            List<Instruction> nonce,
            List<Instruction> budget,
            List<Instruction> instructions) {
        this.chain = chain;
        this.payer = payer;
        this.nonce = nonce;
        this.budget = budget;
        this.instructions = instructions;
    }

    /// Nothing yet.
    ///
    /// @param payer of the fee, and of deposits
    public static Draft of(ChainId chain, Address payer) {
        return new Draft(chain, payer, List.of(), List.of(), List.of());
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
                instructions);
    }

    /// Under a durable nonce, so that it does not expire.
    public Draft nonce(NonceAccount account) {
        return new Draft(chain, payer, List.of(Instructions.advanceNonce(account)), budget, instructions);
    }

    /// And then this.
    public Draft then(Instruction instruction) {
        var more = new ArrayList<>(instructions);
        more.add(instruction);
        return new Draft(chain, payer, nonce, budget, List.copyOf(more));
    }

    /// Whether it fits a transaction, signatures included.
    public boolean fits() {
        return lengthBytes() <= Message.TRANSACTION_BYTES_MAX;
    }

    /// The transaction with the blockhash left open.
    ///
    /// @throws IllegalArgumentException if it does not fit: the caller's fault
    public SolanaTransaction build() {
        var keys = keys();
        var order = List.copyOf(keys.keySet());
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
        return new SolanaTransaction(
                chain, new Message(Message.Version.LEGACY, counts, order, Message.BLANK, compiled, List.of()));
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
        var keys = keys();
        var signers = count(keys, AccountUse.Role.SIGNER) + count(keys, AccountUse.Role.WRITABLE_SIGNER);
        var length = 1 + signers * Message.SIGNATURE_BYTES + 3 + compact(keys.size());
        length += (keys.size() + 1) * Address.LENGTH_BYTES + compact(all().size());
        for (var each : all())
            length += 1
                    + compact(each.accounts().size())
                    + each.accounts().size()
                    + compact(each.data().length())
                    + each.data().length();
        return length;
    }

    private static int compact(int value) {
        if (value < 1 << 7) return 1;
        return value < 1 << 14 ? 2 : 3;
    }
}
