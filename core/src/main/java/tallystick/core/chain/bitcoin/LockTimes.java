package tallystick.core.chain.bitcoin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Term;

/// From when on the network takes a transaction.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0068.mediawiki#specification BIP-68
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0113.mediawiki#specification BIP-113
final class LockTimes {
    private static final long SEQUENCE_NO_RELATIVE_LOCK = 1L << 31;
    private static final long SEQUENCE_IN_TIME = 1L << 22;
    private static final long SEQUENCE_LOCK_MASK = 0xffff;
    private static final int TIME_UNIT_SECONDS = 512;

    private LockTimes() {}

    /// @spec docs/spec/bitcoin.md#BT-9 bitcoin
    static List<Term> of(Transaction transaction) {
        var terms = new ArrayList<Term>();
        absolute(transaction)
                .ifPresent(moment -> terms.add(new Term.NotBefore("lock time", Optional.empty(), moment, false)));
        relative(transaction).forEach((lock, inputs) -> terms.add(aged(lock, inputs)));
        return List.copyOf(terms);
    }

    /// The block or second after which it counts; empty if there is none, or every input is final and so switches it
    /// off.
    static Optional<Term.Moment> absolute(Transaction transaction) {
        var lockTime = BigInteger.valueOf(transaction.lockTime());
        if (lockTime.signum() == 0
                || transaction.inputs().stream().allMatch(input -> input.sequence() == TxInput.FINAL))
            return Optional.empty();
        return Optional.of(
                transaction.lockTime() < Transaction.LOCK_TIME_SECONDS
                        ? new Term.Block(lockTime)
                        : new Term.Second(lockTime));
    }

    /// How many inputs ask for which age of what they spend, in the order of the inputs.
    static Map<Long, Integer> relative(Transaction transaction) {
        var found = new LinkedHashMap<Long, Integer>();
        if (transaction.version() < 2) return found;
        for (var input : transaction.inputs()) {
            var sequence = input.sequence();
            if (sequence < SEQUENCE_NO_RELATIVE_LOCK && (sequence & SEQUENCE_LOCK_MASK) > 0)
                found.merge(sequence & (SEQUENCE_LOCK_MASK | SEQUENCE_IN_TIME), 1, Integer::sum);
        }
        return found;
    }

    private static Term aged(long lock, int inputs) {
        var amount = BigInteger.valueOf(lock & SEQUENCE_LOCK_MASK);
        return (lock & SEQUENCE_IN_TIME) == 0
                ? new Term.Aged(inputs, amount, true)
                : new Term.Aged(inputs, amount.multiply(BigInteger.valueOf(TIME_UNIT_SECONDS)), false);
    }
}
