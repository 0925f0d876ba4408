package tallystick.demo;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.OutPoint;
import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.ScriptFlags;
import fr.acinq.bitcoin.Transaction;
import fr.acinq.bitcoin.TxOut;
import java.util.HashMap;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.Bundle;

/// Another library's Bitcoin script interpreter: whether every input of a signed transaction may spend what it spends.
final class ScriptInterpreter {
    private ScriptInterpreter() {}

    /// Judges as a Bitcoin node would before relaying.
    ///
    /// @param bundle what was signed, with the outputs it spends
    /// @return the transaction's id as that library computes it
    static String accept(Bundle bundle, SignedTransaction signed) {
        var transaction = Transaction.read(signed.bytes().toArray());
        var spent = new HashMap<OutPoint, TxOut>();
        for (var i = 0; i < transaction.txIn.size(); i++) {
            var output = bundle.spent().get(i).output();
            spent.put(
                    transaction.txIn.get(i).outPoint,
                    new TxOut(
                            new Satoshi(output.valueSatoshi()),
                            new ByteVector(output.script().bytes().toArray())));
        }
        // It says no by throwing, of several kinds, which ends the demonstration as it should.
        transaction.correctlySpends(spent, ScriptFlags.STANDARD_SCRIPT_VERIFY_FLAGS);
        return transaction.txid.toString();
    }
}
