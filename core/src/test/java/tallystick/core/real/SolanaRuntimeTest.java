package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.solana.AccountUse;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.Instructions;
import tallystick.core.chain.solana.Instructions.Way;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.NonceAccount;
import tallystick.core.chain.solana.PinnedState;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Replacement;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.chain.solana.Sweep;
import tallystick.core.chain.solana.TableLookup;
import tallystick.core.chain.solana.Token;
import tallystick.core.kit.SolanaKey;
import tallystick.crypto.codec.Bytes;

@Tag("chain")
@DisplayName("Solana, executed by its own runtime")
class SolanaRuntimeTest {
    private static final SolanaKey PAYER = SolanaKey.number(1);
    private static final SolanaKey OTHER = SolanaKey.number(2);
    private static final SolanaKey MINT = SolanaKey.number(3);
    private static final SolanaKey NONCE = SolanaKey.number(4);
    private static final SolanaKey LOOSE = SolanaKey.number(5);
    private static final long START = 10_000_000_000L;

    private LiteSvm runtime;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        runtime = LiteSvm.start();
        runtime.airdrop(PAYER.address(), START);
    }

    @AfterEach
    void stop() throws IOException {
        if (runtime != null) runtime.close();
    }

    private static Draft draft() {
        return Draft.of(Solana.DEVNET, PAYER.address());
    }

    private LiteSvm.Answer send(SolanaTransaction blank, Bytes hash, SolanaKey... keys) throws IOException {
        var last = blank.withBlockhash(hash);
        assertThat(last.completes(blank)).isTrue();
        return runtime.send(
                last.attach(Stream.of(keys).map(key -> key.sign(last)).toList()));
    }

    private void done(SolanaTransaction blank, SolanaKey... keys) throws IOException {
        assertThat(send(blank, runtime.laterBlockhash(), keys)).isInstanceOf(LiteSvm.Answer.Ok.class);
    }

    private static BigInteger fee(SolanaTransaction transaction) {
        var effects = transaction.effects(PAYER.address().on(Solana.DEVNET), Knowledge.none());
        return effects.getLast() instanceof Effect.Fee fee ? fee.amountMax() : BigInteger.ZERO;
    }

    private Token minted() throws IOException {
        return minted(Programs.TOKEN);
    }

    /// A mint of 6 decimals with 1,000,000 base units in the payer's account.
    private Token minted(Address program) throws IOException {
        var token = new Token(program, MINT.address(), 6);
        var initialize = new Instruction(
                program,
                List.of(AccountUse.writable(MINT.address())),
                Bytes.concat(Bytes.copyOf((byte) 20, (byte) 6), PAYER.address().value(), Bytes.copyOf((byte) 0)));
        done(
                draft().then(Instructions.createAccount(
                                new Way(PAYER.address(), MINT.address()), runtime.rent(82), 82, program))
                        .then(initialize)
                        .then(Instructions.createTokenAccount(PAYER.address(), PAYER.address(), token))
                        .then(mint(token, token.accountOf(PAYER.address()), 1_000_000))
                        .build(),
                PAYER,
                MINT);
        return token;
    }

    private static Instruction mint(Token token, Address to, int amount) {
        return new Instruction(
                token.program(),
                List.of(AccountUse.writable(token.mint()), AccountUse.writable(to), AccountUse.signer(PAYER.address())),
                Bytes.concat(
                        Bytes.copyOf((byte) 7, (byte) amount, (byte) (amount >> 8), (byte) (amount >> 16)),
                        Bytes.copyOf(new byte[5])));
    }

    @Test
    void coin_arrives_andTheFeeIsWhatWasSaid() throws IOException {
        var blank = draft().budget(10_000, BigInteger.valueOf(2_500_001))
                .transfer(OTHER.address(), BigInteger.valueOf(3_000_000_000L))
                .build();
        done(blank, PAYER);
        assertThat(runtime.balance(OTHER.address())).isEqualTo(BigInteger.valueOf(3_000_000_000L));
        assertThat(runtime.balance(PAYER.address()))
                .isEqualTo(BigInteger.valueOf(START - 3_000_000_000L).subtract(fee(blank)));
        assertThat(fee(blank)).isEqualTo(BigInteger.valueOf(5_000 + 25_001));
    }

    @Test
    void transaction_signedByAnother_isRefusedThere() throws IOException {
        var blank = draft().transfer(OTHER.address(), BigInteger.valueOf(1_000_000_000))
                .build();
        var last = blank.withBlockhash(runtime.blockhash());
        var signed = last.attach(List.of(PAYER.sign(last))).bytes().toArray();
        signed[10] ^= 1;
        var forged = new tallystick.core.chain.SignedTransaction(Bytes.copyOf(signed), "");
        assertThat(runtime.send(forged)).isInstanceOf(LiteSvm.Answer.No.class);
        assertThat(send(blank, runtime.blockhash(), PAYER)).isInstanceOf(LiteSvm.Answer.Ok.class);
        assertThat(send(blank, runtime.blockhash(), PAYER)).isInstanceOf(LiteSvm.Answer.No.class);
    }

    @Test
    void tokens_arriveInAnAccountMadeForThem_andTheDepositIsWhatWasSaid() throws IOException {
        var paid = delivered(minted(Programs.TOKEN));
        assertThat(paid.inFact()).isEqualTo(paid.said());
    }

    @Test
    void tokensOfTheProgramWithExtensions_arriveInAnAccountMadeForThem() throws IOException {
        // How large the account gets depends on the mint's extensions: what is said is the most there is room for.
        var paid = delivered(minted(Programs.TOKEN_2022));
        assertThat(paid.inFact()).isLessThanOrEqualTo(paid.said());
    }

    /// What the payer gave for account and fee, as it was said and as it was.
    private record Paid(BigInteger said, BigInteger inFact) {}

    private Paid delivered(Token token) throws IOException {
        var before = runtime.balance(PAYER.address());
        var blank = draft().transfer(token, OTHER.address(), BigInteger.valueOf(250_000), Draft.Making.IF_MISSING)
                .build();
        var transfers = blank.effects(PAYER.address().on(Solana.DEVNET), Knowledge.none()).stream()
                .filter(Effect.Transfer.class::isInstance)
                .map(Effect.Transfer.class::cast)
                .toList();
        assertThat(transfers).hasSize(2);
        var deposit = transfers.getFirst();
        var moved = transfers.getLast();
        done(blank, PAYER);
        assertThat(moved.amount()).isEqualTo(BigInteger.valueOf(250_000));
        assertThat(runtime.tokens(token.accountOf(OTHER.address()))).isEqualTo(moved.amount());
        assertThat(runtime.tokens(token.accountOf(PAYER.address()))).isEqualTo(BigInteger.valueOf(750_000));
        return new Paid(deposit.amount().add(fee(blank)), before.subtract(runtime.balance(PAYER.address())));
    }

    @Test
    void version0_withItsReceiverInATable_paysTheEntryThatIsThere() throws IOException {
        var table = SolanaKey.number(6).address();
        var entries = List.of(LOOSE.address(), OTHER.address());
        runtime.place(
                table,
                Address.ofText("AddressLookupTab1e1111111111111111111111111"),
                // A table that is active, of one authority, extended in slot 0.
                Bytes.concat(
                        Bytes.ofHex("01000000" + "ffffffffffffffff" + "0000000000000000" + "00" + "01"),
                        PAYER.address().value(),
                        Bytes.ofHex("0000"),
                        entries.get(0).value(),
                        entries.get(1).value()));
        var written = draft().transfer(OTHER.address(), BigInteger.valueOf(1_500_000_000))
                .build()
                .message();
        var message = new Message(
                Message.Version.V0,
                new Message.Counts(1, 0, 1),
                List.of(PAYER.address(), Programs.SYSTEM),
                written.blockhash(),
                List.of(new Message.Compiled(
                        1, List.of(0, 2), written.instructions().getFirst().data())),
                List.of(new TableLookup(table, List.of(1), List.of())));
        var blank = new SolanaTransaction(Solana.DEVNET, message, List.of(OTHER.address()));
        var pinned =
                Knowledge.none().chapter(PinnedState.class, PinnedState.none().table(table.on(Solana.DEVNET), entries));
        assertThat(blank.effects(PAYER.address().on(Solana.DEVNET), pinned).getFirst())
                .isInstanceOfSatisfying(
                        Effect.Transfer.class,
                        transfer -> assertThat(transfer.to())
                                .isEqualTo(OTHER.address().on(Solana.DEVNET)));
        done(blank, PAYER);
        assertThat(runtime.balance(OTHER.address())).isEqualTo(BigInteger.valueOf(1_500_000_000));
    }

    @Test
    void durableNonce_outlivesBlockhashes_andIsSpentOnce() throws IOException {
        var nonce = new NonceAccount(NONCE.address(), PAYER.address());
        done(
                draft().then(Instructions.createAccount(
                                new Way(PAYER.address(), NONCE.address()), runtime.rent(80), 80, Programs.SYSTEM))
                        .then(Instructions.initializeNonce(nonce))
                        .build(),
                PAYER,
                NONCE);
        var blank = draft().nonce(nonce)
                .transfer(OTHER.address(), BigInteger.valueOf(1_000_000_000))
                .build();
        assertThat(blank.durableNonce()).isPresent();
        var value = runtime.account(NONCE.address()).slice(40, 72);
        runtime.laterBlockhash();
        assertThat(send(blank, value, PAYER)).isInstanceOf(LiteSvm.Answer.Ok.class);
        assertThat(send(blank, value, PAYER)).isInstanceOf(LiteSvm.Answer.No.class);
        assertThat(runtime.balance(OTHER.address())).isEqualTo(BigInteger.valueOf(1_000_000_000));

        var next = runtime.account(NONCE.address()).slice(40, 72);
        runtime.laterBlockhash();
        done(Replacement.cancel(Solana.DEVNET, PAYER.address(), nonce), PAYER);
        assertThat(send(blank, next, PAYER)).isInstanceOf(LiteSvm.Answer.No.class);
        assertThat(runtime.balance(OTHER.address())).isEqualTo(BigInteger.valueOf(1_000_000_000));
    }

    @Test
    void sweep_ofCoin_leavesNothing() throws IOException {
        var swept = Sweep.coin(draft().budget(1_000, BigInteger.valueOf(7)), OTHER.address(), BigInteger.valueOf(START))
                .orElseThrow();
        done(swept, PAYER);
        assertThat(runtime.balance(PAYER.address())).isZero();
        assertThat(runtime.balance(OTHER.address()))
                .isEqualTo(BigInteger.valueOf(START).subtract(fee(swept)));
    }

    @Test
    void sweep_ofTokenAccounts_gathersAndCloses() throws IOException {
        var token = minted();
        var loose = LOOSE.address();
        var initialize = new Instruction(
                Programs.TOKEN,
                List.of(AccountUse.writable(loose), AccountUse.readOnly(token.mint())),
                Bytes.concat(Bytes.copyOf((byte) 18), PAYER.address().value()));
        done(
                draft().then(Instructions.createAccount(
                                new Way(PAYER.address(), loose), runtime.rent(165), 165, Programs.TOKEN))
                        .then(initialize)
                        .then(mint(token, loose, 70_000))
                        .build(),
                PAYER,
                LOOSE);
        var swept = Sweep.tokens(
                Solana.DEVNET,
                new Way(PAYER.address(), PAYER.address()),
                List.of(new Sweep.Scattered(token, loose, BigInteger.valueOf(70_000))));
        assertThat(swept).hasSize(1);
        done(swept.getFirst(), PAYER);
        assertThat(runtime.tokens(token.accountOf(PAYER.address()))).isEqualTo(BigInteger.valueOf(1_070_000));
        assertThat(runtime.balance(loose)).isZero();
    }

    @Test
    void faster_withAPriceItDidNotHave_isExecuted() throws IOException {
        var blank = draft().transfer(OTHER.address(), BigInteger.valueOf(1_000_000_000))
                .build();
        var faster = Replacement.faster(blank, BigInteger.valueOf(1_000));
        done(faster, PAYER);
        assertThat(runtime.balance(OTHER.address())).isEqualTo(BigInteger.valueOf(1_000_000_000));
        var paid = BigInteger.valueOf(START - 1_000_000_000L).subtract(runtime.balance(PAYER.address()));
        assertThat(paid).isBetween(BigInteger.valueOf(5_001), fee(faster));
    }
}
