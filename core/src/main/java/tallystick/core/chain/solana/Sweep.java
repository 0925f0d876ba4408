package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ChainId;

/// Brings together what lies scattered.
public final class Sweep {
    private Sweep() {}

    /// A token account of the payer and all it holds.
    ///
    /// @param amount base units
    public record Scattered(Token token, Address account, BigInteger amount) {}

    /// All coin of an account but the fee, so that nothing is left.
    ///
    /// @param balance lamports
    /// @param budget a draft of the payer, with whatever is to be paid for priority and no other instruction
    /// @return empty if the balance does not pay the fee
    public static Optional<SolanaTransaction> coin(Draft budget, Address to, BigInteger balance) {
        var zero = budget.transfer(to, BigInteger.ZERO).build();
        var instructions = zero.instructions();
        var fee = ComputeBudget.of(instructions).feeMax(zero.message().counts().signers(), instructions);
        if (balance.compareTo(fee) <= 0) return Optional.empty();
        return Optional.of(budget.transfer(to, balance.subtract(fee)).build());
    }

    /// Each token account's holding goes to the owner's own account of its token, and the emptied account is closed to
    /// the payer, in as few transactions as fit.
    ///
    /// @param way from who owns the scattered accounts, pays the fees and gets the deposits, to who receives the
    /// tokens
    /// @throws IllegalArgumentException if an account is already where it would go: the caller's fault
    public static List<SolanaTransaction> tokens(ChainId chain, Instructions.Way way, List<Scattered> scattered) {
        return tokens(Draft.of(chain, way.from()), way, scattered);
    }

    /// The same, each transaction beginning as `start` does.
    ///
    /// @param start a draft of the payer, with what is to be paid for priority; a durable nonce would let only one
    /// of several happen
    static List<SolanaTransaction> tokens(Draft start, Instructions.Way way, List<Scattered> scattered) {
        var done = new ArrayList<SolanaTransaction>();
        var draft = start;
        var open = false;
        for (var each : scattered) {
            var longer = swept(draft, way, each);
            if (open && !longer.fits()) {
                done.add(draft.build());
                longer = swept(start, way, each);
            }
            draft = longer;
            open = true;
        }
        if (open) done.add(draft.build());
        return List.copyOf(done);
    }

    private static Draft swept(Draft draft, Instructions.Way owners, Scattered each) {
        var target = each.token().accountOf(owners.to());
        if (target.equals(each.account())) throw new IllegalArgumentException("a token account swept into itself");
        var way = new Instructions.Way(each.account(), target);
        return draft.then(Instructions.createTokenAccount(owners.from(), owners.to(), each.token()))
                .then(Instructions.transferToken(each.token(), way, owners.from(), each.amount()))
                .then(Instructions.closeTokenAccount(
                        each.token(), new Instructions.Way(each.account(), owners.from()), owners.from()));
    }
}
