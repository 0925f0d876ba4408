package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Wish;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instructions;
import tallystick.core.chain.solana.Instructions.Way;
import tallystick.core.chain.solana.NonceAccount;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.kit.SolanaKey;
import tallystick.core.kit.Wallets;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;

@Tag("chain")
@DisplayName("What is made for a wish, executed by Solana's own runtime")
class SolanaWishesTest {
    private static final ChainId CHAIN = Solana.DEVNET;
    private static final SolanaKey PAYER = SolanaKey.number(81);
    private static final SolanaKey OTHER = SolanaKey.number(82);
    private static final SolanaKey NONCE = SolanaKey.number(83);
    private static final Account TO = OTHER.address().on(CHAIN);
    private static final long START = 10_000_000_000L;

    private LiteSvm runtime;

    @BeforeEach
    void start() throws IOException {
        runtime = LiteSvm.start();
        runtime.airdrop(PAYER.address(), START);
    }

    @AfterEach
    void stop() throws IOException {
        if (runtime != null) runtime.close();
    }

    private SolanaTransaction made(Wish wish, Bytes blockhash, String more) throws IOException {
        var state = "{\"balance\": %s, \"receiverBalance\": %s, \"blockhash\": \"%s\"%s}"
                .formatted(
                        runtime.balance(PAYER.address()),
                        runtime.balance(OTHER.address()),
                        Base58.encode(blockhash),
                        more);
        return (SolanaTransaction) Wallets.ready(
                Wallets.good(CHAIN, Wallets.of(PAYER), Knowledge.none(), state).build(wish));
    }

    private LiteSvm.Answer send(SolanaTransaction complete, SolanaKey... keys) throws IOException {
        return runtime.send(
                complete.attach(Stream.of(keys).map(key -> key.sign(complete)).toList()));
    }

    private static void done(LiteSvm.Answer answer) {
        assertThat(answer).isInstanceOf(LiteSvm.Answer.Ok.class);
    }

    @Test
    void payment_thenSweep_leavesNothing() throws IOException {
        var budget = ", \"budget\": {\"units\": 1000, \"microLamports\": 2000000}";
        done(send(made(Wallets.paying(CHAIN, TO, 900_000), runtime.laterBlockhash(), budget), PAYER));
        assertEquals(BigInteger.valueOf(900_000), runtime.balance(OTHER.address()));
        done(send(made(new Wish.Sweep(Wallets.coin(CHAIN), TO), runtime.laterBlockhash(), budget), PAYER));
        assertEquals(BigInteger.ZERO, runtime.balance(PAYER.address()));
        assertEquals(BigInteger.valueOf(START - 2 * 7_000), runtime.balance(OTHER.address()));
    }

    @Test
    void underADurableNonce_oneOfTwoIsExecuted_andNoneAfterACancellation() throws IOException {
        var nonce = new NonceAccount(NONCE.address(), PAYER.address());
        var begun = Draft.of(CHAIN, PAYER.address())
                .then(Instructions.createAccount(
                        new Way(PAYER.address(), NONCE.address()), runtime.rent(80), 80, Programs.SYSTEM))
                .then(Instructions.initializeNonce(nonce))
                .build()
                .withBlockhash(runtime.laterBlockhash());
        done(send(begun, PAYER, NONCE));

        var first = made(Wallets.paying(CHAIN, TO, 1_000_000), runtime.blockhash(), underNonce(5));
        var faster = made(new Wish.SpeedUp(first), runtime.blockhash(), underNonce(6));
        runtime.laterBlockhash();
        done(send(faster, PAYER));
        assertThat(send(first, PAYER)).isInstanceOf(LiteSvm.Answer.No.class);
        assertEquals(BigInteger.valueOf(1_000_000), runtime.balance(OTHER.address()));

        var unwanted = made(Wallets.paying(CHAIN, TO, 1_000_000), runtime.laterBlockhash(), underNonce(5));
        done(send(made(new Wish.Cancel(unwanted), runtime.laterBlockhash(), underNonce(5)), PAYER));
        assertThat(send(unwanted, PAYER)).isInstanceOf(LiteSvm.Answer.No.class);
        assertEquals(BigInteger.valueOf(1_000_000), runtime.balance(OTHER.address()));
        assertThat(List.of(first, faster, unwanted))
                .allMatch(each -> each.durableNonce().isPresent());
    }

    private String underNonce(long price) throws IOException {
        var value = runtime.account(NONCE.address()).slice(40, 72);
        var budget = ", \"budget\": {\"units\": 5000, \"microLamports\": %d}".formatted(price);
        return ", \"nonce\": {\"account\": \"%s\", \"value\": \"%s\"}".formatted(NONCE.address(), Base58.encode(value))
                + budget;
    }
}
