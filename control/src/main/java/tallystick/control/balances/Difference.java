package tallystick.control.balances;

import java.math.BigInteger;

/// What of a change on the chain withdrawals do not explain.
///
/// **Why** less alone: what comes in needs no explanation, and may hide what went out; the number of transactions
/// does not let itself be hidden.
///
/// @param less how much more left than withdrawals could have moved, fees at their highest included
/// @param more how many more transactions there were than withdrawals
record Difference(BigInteger less, int more) {
    static final Difference NONE = new Difference(BigInteger.ZERO, 0);

    /// What was at one block, or what lies between two.
    record State(BigInteger amount, BigInteger nonce) {}

    /// @param explained the most that withdrawals between the two blocks moved, and how many they were
    static Difference between(State before, State after, State explained) {
        var left = before.amount().subtract(after.amount()).subtract(explained.amount());
        var sent = after.nonce().subtract(before.nonce()).subtract(explained.nonce());
        return new Difference(
                left.max(BigInteger.ZERO),
                sent.max(BigInteger.ZERO)
                        .min(BigInteger.valueOf(Integer.MAX_VALUE))
                        .intValueExact());
    }

    boolean isNone() {
        return equals(NONE);
    }
}
