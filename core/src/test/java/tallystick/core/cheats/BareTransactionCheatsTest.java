package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.bitcoin.BareTransaction;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.kit.BitcoinScenes;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Thousands of inputs or outputs of all the coin there is: their sum passes 2^64 and looks small again.
@DisplayName("Raw transactions of more coin than there is")
class BareTransactionCheatsTest {
    private static final int MANY = 8_800;
    private static final String WHY = "inputs or outputs of more coin than there is: no node of the network takes this";

    private static BareTransaction bare(int inputs, int outputs) {
        var script = BitcoinScenes.script(new Random(1));
        var hash = new Digest32(Bytes.copyOf(new byte[32]));
        var spent = IntStream.range(0, inputs)
                .mapToObj(i -> TxInput.unsigned(new OutPoint(hash, i), TxInput.FINAL))
                .toList();
        var made = Collections.nCopies(outputs, new TxOutput(TxOutput.VALUE_MAX, script));
        return new BareTransaction(
                BitcoinScenes.NETWORK,
                new Transaction(2, spent, made, 0),
                Collections.nCopies(inputs, TxOutput.VALUE_MAX),
                Collections.nCopies(inputs, script));
    }

    @Test
    void sumsBeyondAllCoin_areNoFeeAndNoSpend() {
        for (var each : List.of(bare(MANY, 1), bare(1, MANY), bare(2, 1))) {
            assertThat(each.feeSatoshi()).isEmpty();
            assertThat(each.effects())
                    .noneMatch(effect -> effect instanceof Effect.Fee || effect instanceof Effect.Spend)
                    .last()
                    .isInstanceOfSatisfying(
                            Effect.Undecoded.class,
                            undecoded -> assertThat(undecoded.why()).isEqualTo(WHY));
        }
        assertThat(bare(1, 1).feeSatoshi()).contains(0L);
    }
}
