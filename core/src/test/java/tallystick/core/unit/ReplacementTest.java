package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.FeeCaps;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.ethereum.envelope.LegacyTransaction;
import tallystick.core.chain.ethereum.envelope.Replacement;
import tallystick.core.kit.Abi;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.crypto.codec.Bytes;

class ReplacementTest {
    private static final Address SENDER = EthereumKey.of(7).address();
    private static final Replacement.FeeBid LOW = new Replacement.FeeBid(BigInteger.ONE, BigInteger.ONE);

    private static Envelope proposed(Replacement replacement) {
        assertThat(replacement).isInstanceOf(Replacement.Proposed.class);
        return ((Replacement.Proposed) replacement).envelope();
    }

    private static FeeMarketTransaction cheap(long tip, long price) {
        var model = Envelopes.paying(5).feeMarket();
        return new FeeMarketTransaction(
                model.number(),
                model.nonce(),
                BigInteger.valueOf(tip),
                BigInteger.valueOf(price),
                BigInteger.valueOf(21_000),
                model.to(),
                model.value(),
                model.data(),
                model.accessList());
    }

    @Test
    void speedUp_raisesBothFeesByATenthRoundedUp() {
        var faster = proposed(Replacement.speedUp(cheap(11, 101), LOW, FeeCaps.DEFAULT));
        assertEquals(BigInteger.valueOf(13), faster.priorityFeePerGas());
        assertEquals(BigInteger.valueOf(112), faster.feePerGasMax());
        var fromNothing = proposed(Replacement.speedUp(cheap(0, 1), LOW, FeeCaps.DEFAULT));
        assertEquals(BigInteger.ONE, fromNothing.priorityFeePerGas());
        assertEquals(BigInteger.TWO, fromNothing.feePerGasMax());
    }

    @Test
    void speedUp_takesTheMarketsBidWhereItIsHigher() {
        var market = new Replacement.FeeBid(BigInteger.valueOf(500), BigInteger.valueOf(600));
        var faster = proposed(Replacement.speedUp(cheap(10, 100), market, FeeCaps.DEFAULT));
        assertEquals(BigInteger.valueOf(500), faster.priorityFeePerGas());
        assertEquals(BigInteger.valueOf(600), faster.feePerGasMax());
    }

    @Test
    void speedUp_ofEveryType_keepsAllButTheFees() {
        var checked = 0;
        for (var old : Envelopes.paying(5).all()) {
            var faster = proposed(Replacement.speedUp(old, LOW, FeeCaps.DEFAULT));
            assertEquals(old.getClass(), faster.getClass());
            assertEquals(old.nonce(), faster.nonce());
            assertEquals(old.number(), faster.number());
            assertEquals(old.gasLimit(), faster.gasLimit());
            assertEquals(old.to(), faster.to());
            assertEquals(old.value(), faster.value());
            assertEquals(old.data(), faster.data());
            assertEquals(old.authorizations(), faster.authorizations());
            assertThat(faster.feePerGasMax().multiply(BigInteger.TEN))
                    .isGreaterThanOrEqualTo(old.feePerGasMax().multiply(BigInteger.valueOf(11)));
            checked++;
        }
        assertEquals(4, checked);
    }

    @Test
    void cancel_sendsNothingToOneselfInThePlaceOfTheOther() {
        var checked = 0;
        for (var old : Envelopes.paying(5).all()) {
            var empty = proposed(Replacement.cancel(old, SENDER, LOW, FeeCaps.DEFAULT));
            assertThat(empty).isInstanceOf(old.type() < 2 ? LegacyTransaction.class : FeeMarketTransaction.class);
            assertEquals(old.nonce(), empty.nonce());
            assertEquals(Optional.of(SENDER), empty.to());
            assertEquals(BigInteger.ZERO, empty.value());
            assertEquals(0, empty.data().length());
            assertThat(empty.feePerGasMax()).isGreaterThan(old.feePerGasMax());
            checked++;
        }
        assertEquals(4, checked);
    }

    @Test
    void cancellation_isNotCancelledAgain() {
        var empty = Envelopes.paying(0).with(Optional.of(SENDER)).legacy();
        assertThat(Replacement.cancel(empty, SENDER, LOW, FeeCaps.DEFAULT)).isInstanceOf(Replacement.Refused.class);
    }

    @Test
    void feesAboveTheCap_areNotProposed() {
        var old = cheap(10, 100);
        var perGas = new FeeCaps.FeeCap(BigInteger.valueOf(109), BigInteger.TEN.pow(18));
        var inAll = new FeeCaps.FeeCap(BigInteger.valueOf(1000), BigInteger.valueOf(110 * 21_000 - 1));
        var enough = new FeeCaps.FeeCap(BigInteger.valueOf(110), BigInteger.valueOf(110 * 21_000));
        assertThat(Replacement.speedUp(old, LOW, perGas)).isInstanceOf(Replacement.Refused.class);
        assertThat(Replacement.cancel(old, SENDER, LOW, inAll)).isInstanceOf(Replacement.Refused.class);
        assertThat(Replacement.speedUp(old, LOW, enough)).isInstanceOf(Replacement.Proposed.class);
    }

    @Test
    void sweep_leavesExactlyTheMostTheFeeCanBe() {
        var template = cheap(1, 10);
        var swept = proposed(Replacement.sweep(template, BigInteger.valueOf(210_001), FeeCaps.DEFAULT));
        assertEquals(BigInteger.ONE, swept.value());
        assertThat(Replacement.sweep(template, BigInteger.valueOf(210_000), FeeCaps.DEFAULT))
                .isInstanceOf(Replacement.Refused.class);
        var call = Envelopes.paying(0).with(Bytes.ofHex("00")).feeMarket();
        assertThat(Replacement.sweep(call, BigInteger.TEN.pow(20), FeeCaps.DEFAULT))
                .isInstanceOf(Replacement.Refused.class);
    }

    private static FeeMarketTransaction toReceiver() {
        var model = cheap(1, 10);
        return new FeeMarketTransaction(
                model.number(),
                model.nonce(),
                model.priorityFeePerGas(),
                model.feePerGasMax(),
                model.gasLimit(),
                model.to(),
                BigInteger.ZERO,
                model.data(),
                model.accessList());
    }

    private static Replacement sweepOf(long token, long coin) {
        return Replacement.sweep(
                toReceiver(),
                Abi.address(3),
                new Replacement.Balances(BigInteger.valueOf(coin), BigInteger.valueOf(token)),
                FeeCaps.DEFAULT);
    }

    @Test
    void tokenSweep_isATransferOfTheWholeBalance() {
        var template = toReceiver();
        var swept = proposed(sweepOf(77, 210_000));
        assertEquals(Optional.of(Abi.address(3)), swept.to());
        assertEquals(BigInteger.ZERO, swept.value());
        assertEquals(Abi.call("transfer(address,uint256)", template.to().orElseThrow(), 77), swept.data());
        assertEquals(template.nonce(), swept.nonce());
        assertEquals(template.feeMax(), swept.feeMax());
    }

    @Test
    void tokenSweep_withNothingToSweepOrToPayWith_isRefused() {
        assertThat(sweepOf(0, 210_000)).isInstanceOf(Replacement.Refused.class);
        assertThat(sweepOf(77, 209_999)).isInstanceOf(Replacement.Refused.class);
        var balances = new Replacement.Balances(BigInteger.TEN.pow(18), BigInteger.TEN);
        var template = toReceiver();
        assertThat(Replacement.sweep(template, template.to().orElseThrow(), balances, FeeCaps.DEFAULT))
                .isInstanceOf(Replacement.Refused.class);
        assertThat(Replacement.sweep(cheap(1, 10), Abi.address(3), balances, FeeCaps.DEFAULT))
                .isInstanceOf(Replacement.Refused.class);
        var call = Envelopes.paying(0).with(Bytes.ofHex("00")).feeMarket();
        assertThat(Replacement.sweep(call, Abi.address(3), balances, FeeCaps.DEFAULT))
                .isInstanceOf(Replacement.Refused.class);
        var dear = new FeeCaps.FeeCap(BigInteger.valueOf(9), BigInteger.TEN.pow(18));
        assertThat(Replacement.sweep(template, Abi.address(3), balances, dear)).isInstanceOf(Replacement.Refused.class);
    }
}
