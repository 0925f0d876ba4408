package tallystick.core.chain.bitcoin.build;

import java.util.Optional;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TransactionSize;

/// An output of ours that can be spent.
///
/// @param made the transaction that made it; P2PKH cannot do without, nor version 0 of segwit beside another input: no
/// node signs what its value does not prove
public record Coin(OutPoint at, SpentOutput spent, Optional<Transaction> made) {
    /// What it is worth, in satoshi.
    public long valueSatoshi() {
        return spent.output().valueSatoshi();
    }

    int weightUnits() {
        return TransactionSize.inputWeight(spent.form(), spent.sighash());
    }

    /// What is left of it once its own place in a block is paid; below zero if it is not worth spending.
    long effectiveSatoshi(FeeRate rate) {
        return valueSatoshi() - rate.satoshiForWeight(weightUnits());
    }
}
