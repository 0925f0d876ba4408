package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.bitcoin.BareTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

/// Transactions of incidents, of which only the bytes and the values of what they spend are known.
class BitcoinIncidentsTest {
    private static final BitcoinNetwork NETWORK = BitcoinNetwork.MAINNET;
    private static final Account UNKNOWN = new Account(NETWORK.chain(), "unknown-inputs");

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
        var effects = new BareTransaction(NETWORK, transaction, values).effects();
        var outputs = vector.get("outputs").items();
        assertEquals(outputs.size() + 1, effects.size());
        var sent = 0L;
        for (var i = 0; i < outputs.size(); i++) {
            var value = satoshi(outputs.get(i).get("valueSats"));
            assertEquals(
                    outputs.get(i).get("scriptPubKey").hex(),
                    transaction.outputs().get(i).script().bytes());
            var to = transaction.outputs().get(i).script().account(NETWORK);
            assertEquals(new Effect.Transfer(NETWORK.coin(), UNKNOWN, to, BigInteger.valueOf(value)), effects.get(i));
            sent += value;
        }
        var fee = values.stream().mapToLong(Long::longValue).sum() - sent;
        assertEquals(new Effect.Fee(NETWORK.coin(), UNKNOWN, BigInteger.valueOf(fee)), effects.getLast());
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
        assertThat(bare.effects().getLast())
                .isEqualTo(new Effect.Undecoded(
                        UNKNOWN, transaction.encodeStripped(), "inputs of unknown value: the fee is not known"));
        assertThat(bare.warnings(Knowledge.none())).extracting(Warning::code).contains("INPUTS_UNKNOWN");
    }

    @Test
    void transactionOfMoreThanItsInputs_isNotSaidToHaveUnknownOnes() {
        var raw = VectorFiles.ours("bitcoin/bip143.json").get("digests").items().getFirst();
        var transaction = Transaction.parse(raw.get("transaction").hex()).orThrow();
        var bare = new BareTransaction(
                NETWORK, transaction, transaction.inputs().stream().map(_ -> 1L).toList());
        assertThat(bare.effects().getLast())
                .isEqualTo(new Effect.Undecoded(
                        UNKNOWN,
                        transaction.encodeStripped(),
                        "outputs above the inputs: no node of the network takes this"));
    }

    @Test
    void payers_areTheAddressesOfWhatIsSpent_andTheSigningKeyIsNone() {
        var raw = VectorFiles.ours("bitcoin/bip143.json").get("digests").items().getFirst();
        var transaction = Transaction.parse(raw.get("transaction").hex()).orThrow();
        var mine = new OutputScript(Bytes.ofHex("0014" + "11".repeat(20)));
        var other = new OutputScript(Bytes.ofHex("0014" + "22".repeat(20)));
        var values = List.of(625_000_000L, 600_000_000L);
        var alone = new BareTransaction(NETWORK, transaction, values, List.of(mine, mine)).effects();
        assertThat(alone.getFirst())
                .isInstanceOfSatisfying(
                        Effect.Transfer.class, transfer -> assertEquals(mine.account(NETWORK), transfer.from()));
        assertEquals(
                new Effect.Fee(NETWORK.coin(), mine.account(NETWORK), BigInteger.valueOf(889_210_000)),
                alone.getLast());
        var together = new BareTransaction(NETWORK, transaction, values, List.of(mine, other)).effects();
        assertThat(together.subList(0, 2)).containsExactly(spend(mine, 625_000_000), spend(other, 600_000_000));
        assertThat(together.get(2))
                .isInstanceOfSatisfying(
                        Effect.Transfer.class,
                        transfer -> assertEquals("all-inputs", transfer.from().address()));
        assertThatThrownBy(() -> new BareTransaction(NETWORK, transaction, values, List.of(mine)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Effect spend(OutputScript script, long satoshi) {
        return new Effect.Spend(NETWORK.coin(), script.account(NETWORK), BigInteger.valueOf(satoshi), Optional.empty());
    }
}
