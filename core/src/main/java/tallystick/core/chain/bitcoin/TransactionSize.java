package tallystick.core.chain.bitcoin;

import java.util.List;

/// How large a transaction is once signed, at most: signatures of one byte less happen, larger ones do not.
///
/// @param weightUnits four for a byte outside the witness, one inside
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0141.mediawiki#transaction-size-calculations BIP-141
public record TransactionSize(int weightUnits) {
    private static final int BYTE = 4;
    /// Outpoint, empty scriptSig's length, sequence.
    private static final int INPUT_BYTES = 41;
    /// DER with low s: at most 71, and the sighash byte.
    private static final int SIGNATURE_BYTES = 72;
    private static final int KEY_BYTES = 33;
    private static final int KEY_WITNESS_BYTES = 1 + 1 + SIGNATURE_BYTES + 1 + KEY_BYTES;
    /// Three times what relaying a byte costs, by the network's own custom.
    private static final int DUST_SATOSHI_PER_BYTE = 3;
    private static final int SPEND_BYTES = 148;
    private static final int SPEND_WITNESS_BYTES = 67;

    /// Virtual bytes: a quarter of the weight, rounded up.
    public int virtualBytes() {
        return (weightUnits + BYTE - 1) / BYTE;
    }

    /// The size of a transaction that spends these outputs.
    public static TransactionSize of(Transaction transaction, List<SpentOutput> spent) {
        var inputs = spent.stream()
                .mapToInt(each -> inputWeight(each.form(), each.sighash()))
                .sum();
        return of(
                inputs,
                spent.size(),
                transaction.outputs(),
                spent.stream().anyMatch(each -> each.form().isSegwit()));
    }

    /// The size of a transaction with these parts.
    ///
    /// @param inputWeights the sum of [#inputWeight]
    public static TransactionSize of(int inputWeights, int inputCount, List<TxOutput> outputs, boolean segwit) {
        var bytes = 8 + LittleEndian.countLengthBytes(inputCount) + LittleEndian.countLengthBytes(outputs.size());
        for (var output : outputs) bytes += output.lengthBytes();
        // Marker and flag; and an input without witness has an empty one beside those that have.
        return new TransactionSize(bytes * BYTE + inputWeights + (segwit ? 2 : -inputCount));
    }

    /// What one signed input weighs, with the count of its witness's items.
    public static int inputWeight(AddressForm form, SighashType sighash) {
        return switch (form) {
            case P2PKH -> (INPUT_BYTES + 1 + SIGNATURE_BYTES + 1 + KEY_BYTES) * BYTE + 1;
            case P2WPKH -> INPUT_BYTES * BYTE + KEY_WITNESS_BYTES;
            case P2SH_P2WPKH -> (INPUT_BYTES + 23) * BYTE + KEY_WITNESS_BYTES;
            case P2TR -> INPUT_BYTES * BYTE + 1 + 1 + 64 + (sighash == SighashType.DEFAULT ? 0 : 1);
        };
    }

    /// The least value worth making an output of: below it spending costs more than it brings, and nodes do not relay.
    /// Zero for an output that carries data.
    public static long dustSatoshi(OutputScript script) {
        var output = new TxOutput(0, script).lengthBytes();
        return switch (script.kind()) {
            case DATA -> 0;
            case P2WPKH, P2WSH, P2TR, WITNESS_UNKNOWN -> (long) (output + SPEND_WITNESS_BYTES) * DUST_SATOSHI_PER_BYTE;
            case P2PKH, P2SH, OTHER -> (long) (output + SPEND_BYTES) * DUST_SATOSHI_PER_BYTE;
        };
    }
}
