package tallystick.core.vectors;

import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;

/// A message without lookups as a transaction.
final class SolanaRead {
    private SolanaRead() {}

    static SolanaTransaction of(Message message) {
        return new SolanaTransaction(Solana.MAINNET, message);
    }
}
