package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.ChainId;

/// What takes the place of a transaction that does not come through.
///
/// **Why it is not Bitcoin's** no transaction of Solana excludes another by paying more. The one before is void when
/// its blockhash expires (151 slots), or when its durable nonce is advanced; sent earlier, both may be executed.
public final class Replacement {
    private Replacement() {}

    /// The same with a higher price for priority, and the blockhash left open again.
    ///
    /// **Why safe** under a durable nonce only one of the two is executed. Otherwise the caller signs it only after
    /// the first has expired unseen.
    ///
    /// @param microLamports for each compute unit, above what it paid before
    /// @throws IllegalArgumentException if not above, or the result does not fit: the caller's fault
    /// @spec docs/spec/solana.md#SO-7 solana
    public static SolanaTransaction faster(SolanaTransaction transaction, BigInteger microLamports) {
        var before = ComputeBudget.of(transaction.instructions()).unitPrice();
        if (before.isPresent() && before.get().compareTo(microLamports) >= 0)
            throw new IllegalArgumentException("price not above the one before");
        var message = before.isPresent() ? repriced(transaction, microLamports) : priced(transaction, microLamports);
        return new SolanaTransaction(transaction.chain(), message, transaction.loaded());
    }

    /// Voids what was signed under a durable nonce, by advancing it. It takes an ordinary recent blockhash.
    public static SolanaTransaction cancel(ChainId chain, Address payer, NonceAccount nonce) {
        return Draft.of(chain, payer).then(Instructions.advanceNonce(nonce)).build();
    }

    private static Message repriced(SolanaTransaction transaction, BigInteger microLamports) {
        var message = transaction.message();
        var instructions = new ArrayList<Message.Compiled>();
        for (var each : message.instructions())
            instructions.add(isPrice(message, each) ? with(each, microLamports) : each);
        return rebuilt(message, message.counts(), message.accounts(), instructions);
    }

    private static boolean isPrice(Message message, Message.Compiled each) {
        return message.accounts().get(each.program()).equals(Programs.COMPUTE_BUDGET)
                && each.data().length() > 0
                && each.data().at(0) == ComputeBudget.SET_UNIT_PRICE;
    }

    private static Message.Compiled with(Message.Compiled each, BigInteger microLamports) {
        return new Message.Compiled(
                each.program(),
                each.accounts(),
                Instructions.unitPrice(microLamports).data());
    }

    /// With the price behind a nonce's advance, which has to stay first.
    private static Message priced(SolanaTransaction transaction, BigInteger microLamports) {
        var message = transaction.message();
        var accounts = new ArrayList<>(message.accounts());
        var known = accounts.indexOf(Programs.COMPUTE_BUDGET);
        var program = known < 0 ? accounts.size() : known;
        if (known < 0) accounts.add(Programs.COMPUTE_BUDGET);
        var counts = known < 0
                ? new Message.Counts(
                        message.counts().signers(),
                        message.counts().readOnlySigners(),
                        message.counts().readOnlyOthers() + 1)
                : message.counts();
        var instructions = new ArrayList<Message.Compiled>();
        for (var each : message.instructions())
            instructions.add(shifted(each, known < 0 ? program : Message.ACCOUNTS_MAX));
        instructions.add(
                transaction.durableNonce().isPresent() ? 1 : 0,
                new Message.Compiled(
                        program,
                        List.of(),
                        Instructions.unitPrice(microLamports).data()));
        return rebuilt(message, counts, accounts, instructions);
    }

    /// Looked up accounts are counted after those written out, of which there is one more now.
    private static Message.Compiled shifted(Message.Compiled each, int from) {
        var accounts = each.accounts().stream()
                .map(index -> index >= from ? index + 1 : index)
                .toList();
        return new Message.Compiled(each.program(), accounts, each.data());
    }

    private static Message rebuilt(
            Message message, Message.Counts counts, List<Address> accounts, List<Message.Compiled> instructions) {
        return new Message(message.version(), counts, accounts, Message.BLANK, instructions, message.lookups());
    }
}
