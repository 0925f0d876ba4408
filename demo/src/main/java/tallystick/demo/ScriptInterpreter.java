package tallystick.demo;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.OutPoint;
import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.ScriptFlags;
import fr.acinq.bitcoin.Transaction;
import fr.acinq.bitcoin.TxOut;
import java.util.HashMap;
import java.util.Map;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.tools.operator.Unable;

/// Another library's Bitcoin script interpreter: whether every input of a signed transaction may spend what it spends.
final class ScriptInterpreter {
    private ScriptInterpreter() {}

    /// Judges as a Bitcoin node would before relaying.
    ///
    /// @param bundle what was signed, with the outputs it spends
    /// @return the transaction's id as that library computes it
    /// @throws Unable if an input is refused
    static String accept(Bundle bundle, SignedTransaction signed) throws Unable {
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
        verify(transaction, spent);
        return transaction.txid.toString();
    }

    /// That library says no by throwing, of several kinds.
    private static void verify(Transaction transaction, Map<OutPoint, TxOut> spent) throws Unable {
        try {
            transaction.correctlySpends(spent, ScriptFlags.STANDARD_SCRIPT_VERIFY_FLAGS);
        } catch (RuntimeException refused) {
            throw new Unable("the script interpreter refused: " + refused.getMessage());
        }
    }
}
