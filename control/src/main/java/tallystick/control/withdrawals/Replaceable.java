package tallystick.control.withdrawals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tallystick.control.life.Kind;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
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

    /// Whether a draft of a kind may stand beside it: it was signed and is in no block; or it ended though nodes had
    /// begun, and is stopped on the chain.
    static boolean takes(Withdrawal withdrawal, Kind kind) {
        return WAITING.contains(withdrawal.stage()) || (kind == Kind.CANCEL && withdrawal.why() == SubStatus.HAD_BEGUN);
    }

    /// Which kinds of drafts may take its place now. Of fees nothing is known here: a draft may still be refused.
    ///
    /// @param transaction that of the withdrawal
    static List<Kind> by(Withdrawal withdrawal, UnsignedTransaction transaction) {
        return withdrawal.replacedBy().isEmpty() && excludes(withdrawal, transaction)
                ? Stream.of(Kind.SPEED_UP, Kind.CANCEL)
                        .filter(kind -> takes(withdrawal, kind))
                        .toList()
                : List.of();
    }

    /// Whether of it and another the chain takes one: by a sequence number, or by the outputs that both spend.
    private static boolean excludes(Withdrawal withdrawal, UnsignedTransaction transaction) {
        return withdrawal.nonce().isPresent()
                || (transaction instanceof Bundle bundle
                        && bundle.transaction().inputs().stream().anyMatch(TxInput::isReplaceable));
    }
}
