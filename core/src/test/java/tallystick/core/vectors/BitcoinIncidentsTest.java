package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.bitcoin.BareTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

/// Transactions of incidents, of which only the bytes and the values of what they spend are known.
class BitcoinIncidentsTest {
    private static final BitcoinNetwork NETWORK = BitcoinNetwork.MAINNET;
    private static final Account SIGNER = new Account(NETWORK.chain(), "script:51");

    private static void decodes(Json vector) {
        var raw = vector.get("rawTxWithoutWitness").hex();
        var transaction = Transaction.parse(raw).orThrow();
        assertEquals(raw, transaction.encode());
        var inputs = vector.get("inputs").items();
        assertEquals(inputs.size(), transaction.inputs().size());
        for (var i = 0; i < inputs.size(); i++) {
            var spends = transaction.inputs().get(i).spends();
            assertEquals(inputs.get(i).get("prevTxid").text(), spends.txid());
            assertEquals(inputs.get(i).get("vout").number(), spends.index());
        }
        var values = inputs.stream().map(each -> satoshi(each.get("valueSats"))).toList();
        var effects = new BareTransaction(NETWORK, transaction, values).effects(SIGNER);
        var outputs = vector.get("outputs").items();
        assertEquals(outputs.size() + 1, effects.size());
        var sent = 0L;
        for (var i = 0; i < outputs.size(); i++) {
            var value = satoshi(outputs.get(i).get("valueSats"));
            assertEquals(
                    outputs.get(i).get("scriptPubKey").hex(),
                    transaction.outputs().get(i).script().bytes());
            var to = transaction.outputs().get(i).script().account(NETWORK);
            assertEquals(new Effect.Transfer(NETWORK.coin(), SIGNER, to, BigInteger.valueOf(value)), effects.get(i));
            sent += value;
        }
        var fee = values.stream().mapToLong(Long::longValue).sum() - sent;
        assertEquals(new Effect.Fee(NETWORK.coin(), SIGNER, BigInteger.valueOf(fee)), effects.getLast());
    }

    private static long satoshi(Json number) {
        return ((Double) number.value()).longValue();
    }

    @Test
    void btcTxVectors_decodeExactly() {
        var decoded = 0;
        for (var vector :
                VectorFiles.ours("incidents/incidents.json").get("vectors").items())
            if (vector.get("kind").text().equals("btcTx")) {
                decodes(vector);
                decoded++;
            }
        assertThat(decoded).isEqualTo(1);
    }

    @Test
    void feeOfFourFifthsOfTheAmount_isAbsurdAndAboveTheCap() {
        // The unsigned transaction of BIP-143's first example, which pays 8.8921 bitcoin of fee.
        var raw = VectorFiles.ours("bitcoin/bip143.json").get("digests").items().getFirst();
        var bare = new BareTransaction(
                NETWORK, Transaction.parse(raw.get("transaction").hex()).orThrow(), List.of(625000000L, 600000000L));
        assertThat(bare.feeSatoshi()).contains(889_210_000L);
        assertThat(bare.warnings(Knowledge.none()))
                .extracting(Warning::code)
                .containsSubsequence("FEE_RATE_ABOVE_CAP", "ABSURD_FEE");
    }

    @Test
    void transactionWithoutValues_hasAnUndecodedFee() {
        var raw = VectorFiles.ours("bitcoin/bip143.json").get("digests").items().getFirst();
        var transaction = Transaction.parse(raw.get("transaction").hex()).orThrow();
        var bare = new BareTransaction(NETWORK, transaction, List.of());
        assertThat(bare.effects(SIGNER).getLast())
                .isEqualTo(new Effect.Undecoded(
                        SIGNER, transaction.encodeStripped(), "inputs of unknown value: the fee is not known"));
        assertThat(bare.warnings(Knowledge.none())).extracting(Warning::code).contains("INPUTS_UNKNOWN");
    }

    @Test
    void transactionOfMoreThanItsInputs_isNotSaidToHaveUnknownOnes() {
        var raw = VectorFiles.ours("bitcoin/bip143.json").get("digests").items().getFirst();
        var transaction = Transaction.parse(raw.get("transaction").hex()).orThrow();
        var bare = new BareTransaction(
                NETWORK, transaction, transaction.inputs().stream().map(_ -> 1L).toList());
        assertThat(bare.effects(SIGNER).getLast())
                .isEqualTo(new Effect.Undecoded(
                        SIGNER,
                        transaction.encodeStripped(),
                        "outputs above the inputs: no node of the network takes this"));
    }
}
