package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.core.kit.Envelopes.TRIAL;

import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Building;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.Wallets;

@Tag("chain")
@DisplayName("What is made for a wish, on a real Ethereum node")
class WishesOnChainTest {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final EthereumKey KEY = EthereumKey.of(301);
    private static final EthereumKey PAYEE = EthereumKey.of(302);
    private static final Account TO = PAYEE.on(TRIAL);

    private EthereumWorld chain;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        chain = EthereumWorld.start();
        chain.fund(KEY.address(), ETHER);
    }

    @AfterEach
    void stop() {
        if (chain != null) chain.close();
    }

    private Building.Builder builder(long mined, long next) throws IOException, InterruptedException {
        var balance = chain.balance(KEY.address()).toString();
        return Wallets.good(TRIAL, Wallets.of(KEY), Knowledge.none(), Wallets.ethereum(mined, next, balance, ""));
    }

    private static Envelope made(Building.Builder builder, Wish wish) {
        return (Envelope) Wallets.ready(builder.build(wish));
    }

    private SignedTransaction sent(Envelope envelope) throws IOException, InterruptedException {
        var signed = envelope.attach(KEY.on(TRIAL), KEY.sign(envelope));
        assertEquals(signed.id(), chain.broadcast(signed));
        return signed;
    }

    @Test
    void payment_thenSweep_leavesAtMostTheUnusedFee() throws IOException, InterruptedException {
        var paid = made(builder(0, 0), Wallets.paying(TRIAL, TO, 5_000));
        chain.mined(paid.attach(KEY.on(TRIAL), KEY.sign(paid)));
        assertEquals(BigInteger.valueOf(5_000), chain.balance(PAYEE.address()));
        var swept = made(builder(1, 1), new Wish.Sweep(Wallets.coin(TRIAL), TO));
        chain.mined(swept.attach(KEY.on(TRIAL), KEY.sign(swept)));
        assertEquals(swept.value().add(BigInteger.valueOf(5_000)), chain.balance(PAYEE.address()));
        assertThat(chain.balance(KEY.address())).isLessThan(swept.feeMax());
    }

    @Test
    void spedUp_takesTheFirstOnesPlace_andACancellationBoths() throws IOException, InterruptedException {
        chain.mineByHand(true);
        var first = made(builder(0, 0), Wallets.paying(TRIAL, TO, 5_000));
        var waiting = sent(first);
        var faster = made(builder(0, 1), new Wish.SpeedUp(first));
        var second = sent(faster);
        chain.mine();
        assertThat(chain.receipt(second.id()).text("status")).contains("0x1");
        assertThat(chain.hasReceipt(waiting.id())).isFalse();
        assertEquals(BigInteger.valueOf(5_000), chain.balance(PAYEE.address()));

        var next = made(builder(1, 1), Wallets.paying(TRIAL, TO, 7_000));
        var unwanted = sent(next);
        var instead = sent(made(builder(1, 2), new Wish.Cancel(next)));
        chain.mine();
        assertThat(chain.receipt(instead.id()).text("status")).contains("0x1");
        assertThat(chain.hasReceipt(unwanted.id())).isFalse();
        assertEquals(BigInteger.valueOf(5_000), chain.balance(PAYEE.address()));
    }
}
