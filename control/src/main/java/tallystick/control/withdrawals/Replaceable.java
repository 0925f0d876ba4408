package tallystick.control.withdrawals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tallystick.control.life.Kind;
import tallystick.control.life.Stage;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.TxInput;

/// What may take the place of a withdrawal that a chain does not get done with.
///
/// **Why** a program asks for nothing that is refused: whether a chain has replacements, and whether this one waits.
///
/// **Threads** any.
final class Replaceable {
    private static final Set<Stage> WAITING = EnumSet.of(Stage.BROADCASTING, Stage.MEMPOOL, Stage.DROPPED);

    private Replaceable() {}

    /// Whether it was signed and is in no block.
    static boolean waits(Withdrawal withdrawal) {
        return WAITING.contains(withdrawal.stage());
    }

    /// Which kinds of drafts may take its place now. Of fees nothing is known here: a draft may still be refused.
    ///
    /// @param transaction that of the withdrawal
    static List<Kind> by(Withdrawal withdrawal, UnsignedTransaction transaction) {
        return waits(withdrawal) && withdrawal.replacedBy().isEmpty() && excludes(withdrawal, transaction)
                ? List.of(Kind.SPEED_UP, Kind.CANCEL)
                : List.of();
    }

    /// Whether of it and another the chain takes one: by a sequence number, or by the outputs that both spend.
    private static boolean excludes(Withdrawal withdrawal, UnsignedTransaction transaction) {
        return withdrawal.nonce().isPresent()
                || (transaction instanceof Bundle bundle
                        && bundle.transaction().inputs().stream().anyMatch(TxInput::isReplaceable));
    }
}
