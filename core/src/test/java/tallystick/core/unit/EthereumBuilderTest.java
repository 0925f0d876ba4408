package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.core.kit.Envelopes.TRIAL;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Wish;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.FeeCaps;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.Wallets;
import tallystick.crypto.codec.Bytes;

@DisplayName("Wishes of Ethereum, by the one interface")
class EthereumBuilderTest {
    private static final EthereumKey KEY = EthereumKey.of(201);
    private static final Account SIGNER = KEY.on(TRIAL);
    private static final Account TO = EthereumKey.of(202).on(TRIAL);
    private static final Address TOKEN = EthereumKey.of(203).address();
    private static final Asset TOKENS = new Asset(TRIAL, "erc20", TOKEN.toString());
    private static final String ETHER = "1000000000000000000";
    private static final BigInteger FEE = BigInteger.valueOf(21_000L * 2_000_000_000L);

    private static Building.Builder builder(String state) {
        return builder(TRIAL, Knowledge.none(), state);
    }

    private static Building.Builder builder(ChainId chain, Knowledge knowledge, String state) {
        return Wallets.good(chain, Wallets.of(KEY), knowledge, state);
    }

    private static Building.Builder rich(long mined, long next) {
        return builder(Wallets.ethereum(mined, next, ETHER, ""));
    }

    private static Envelope envelope(Built built) {
        return (Envelope) Wallets.ready(built);
    }

    private static void refused(Built built, Built.Field field, String why) {
        assertThat(built).isInstanceOfSatisfying(Built.Refused.class, refused -> {
            assertEquals(field, refused.field());
            assertThat(refused.why()).contains(why);
        });
    }

    @Test
    void pay_isATransferAndAFee_underTheNextNonce() {
        var built = envelope(rich(7, 9).build(Wallets.paying(TRIAL, TO, 12_345)));
        assertEquals(BigInteger.valueOf(9), built.nonce());
        assertThat(built.effects(SIGNER, Knowledge.none()))
                .containsExactly(
                        new Effect.Transfer(Wallets.coin(TRIAL), SIGNER, TO, BigInteger.valueOf(12_345)),
                        new Effect.Fee(Wallets.coin(TRIAL), SIGNER, FEE));
    }

    @Test
    void payOfATokens_isATransferOfTheToken() {
        var held = ", \"tokens\": [{\"token\": \"%s\", \"balance\": 500}]".formatted(TOKEN);
        var builder = builder(Wallets.ethereum(0, 0, ETHER, held));
        var built = envelope(builder.build(new Wish.Pay(TOKENS, TO, BigInteger.valueOf(300))));
        var known = Knowledge.none().unit(TOKENS, new Knowledge.Unit("TOK", 2));
        assertThat(built.effects(SIGNER, known))
                .contains(new Effect.Transfer(TOKENS, SIGNER, TO, BigInteger.valueOf(300)));
        assertEquals(BigInteger.valueOf(120_000), built.gasLimit());
        refused(
                builder.build(new Wish.Pay(TOKENS, TO, BigInteger.valueOf(501))),
                Built.Field.FUNDS,
                "500 units of the token, less than 501");
        var swept = envelope(builder.build(new Wish.Sweep(TOKENS, TO)));
        assertThat(swept.effects(SIGNER, known))
                .contains(new Effect.Transfer(TOKENS, SIGNER, TO, BigInteger.valueOf(500)));
        refused(rich(0, 0).build(new Wish.Sweep(TOKENS, TO)), Built.Field.FUNDS, "no units");
        refused(
                builder.build(new Wish.Pay(TOKENS, TOKEN.on(TRIAL), BigInteger.ONE)),
                Built.Field.TO,
                "the token's own contract");
    }

    @Test
    void sweep_leavesNothingButWhatTheFeeMayTake() {
        var swept = envelope(rich(3, 3).build(new Wish.Sweep(Wallets.coin(TRIAL), TO)));
        assertEquals(new BigInteger(ETHER).subtract(FEE), swept.value());
        refused(rich(3, 4).build(new Wish.Sweep(Wallets.coin(TRIAL), TO)), Built.Field.NONCE, "1 transactions wait");
        refused(rich(3, 3).build(new Wish.Sweep(Wallets.coin(TRIAL), SIGNER)), Built.Field.TO, "the account itself");
        refused(
                builder(Wallets.ethereum(0, 0, FEE.toString(), "")).build(new Wish.Sweep(Wallets.coin(TRIAL), TO)),
                Built.Field.FUNDS,
                "does not exceed the fee");
        var base = new ChainId("eip155", "8453");
        refused(
                builder(base, Knowledge.none(), Wallets.ethereum(0, 0, ETHER, ""))
                        .build(new Wish.Sweep(Wallets.coin(base), Wallets.account(base, TO.address()))),
                Built.Field.FUNDS,
                "a fee for data");
    }

    @Test
    void replacements_whoseFeeNoTransactionHolds_areRefused() {
        var most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        var endless = Knowledge.none()
                .chapter(FeeCaps.class, FeeCaps.none().with(TRIAL, new FeeCaps.FeeCap(most.add(most), most.pow(2))));
        var first = new FeeMarketTransaction(
                BigInteger.valueOf(31337),
                BigInteger.valueOf(5),
                most,
                most,
                BigInteger.valueOf(21_000),
                Address.parse(TO.address()),
                BigInteger.ONE,
                Bytes.empty(),
                List.of());
        var state = Wallets.ethereum(5, 6, ETHER, "");
        for (var wish : List.of(new Wish.SpeedUp(first), new Wish.Cancel(first))) {
            refused(rich(5, 6).build(wish), Built.Field.FEE, "above the cap of 500000000000");
            refused(builder(TRIAL, endless, state).build(wish), Built.Field.FEE, "above the cap of " + most);
        }
    }

    @Test
    void replacements_raiseBothFeesByATenth_orToTheMarket() {
        var first = new Envelopes(
                        BigInteger.valueOf(31337),
                        BigInteger.valueOf(5),
                        Address.parse(TO.address()),
                        BigInteger.valueOf(1000),
                        Bytes.empty())
                .feeMarket();
        var faster = envelope(rich(5, 6).build(new Wish.SpeedUp(first)));
        var cancelled = envelope(rich(5, 6).build(new Wish.Cancel(first)));
        for (var each : List.of(faster, cancelled)) {
            assertEquals(first.nonce(), each.nonce());
            assertThat(each.feePerGasMax().multiply(BigInteger.TEN))
                    .isGreaterThanOrEqualTo(first.feePerGasMax().multiply(BigInteger.valueOf(11)));
            assertThat(each.priorityFeePerGas().multiply(BigInteger.TEN))
                    .isGreaterThanOrEqualTo(first.priorityFeePerGas().multiply(BigInteger.valueOf(11)));
        }
        assertEquals(first.value(), faster.value());
        assertEquals(first.to(), faster.to());
        assertEquals(BigInteger.ZERO, cancelled.value());
        assertEquals(Optional.of(KEY.address()), cancelled.to());
        refused(rich(5, 6).build(new Wish.Cancel(cancelled)), Built.Field.PENDING, "a cancellation already");
        for (var wish : List.of(new Wish.SpeedUp(first), new Wish.Cancel(first))) {
            refused(rich(6, 6).build(wish), Built.Field.NONCE, "nonce 5 of the pending transaction is used");
            refused(rich(3, 4).build(wish), Built.Field.NONCE, "not reached: the next is 4");
            refused(builder(Wallets.ethereum(5, 6, "1000", "")).build(wish), Built.Field.FUNDS, "balance of 1000");
            var strict = Knowledge.none()
                    .chapter(
                            FeeCaps.class,
                            FeeCaps.none()
                                    .with(TRIAL, new FeeCaps.FeeCap(first.feePerGasMax(), BigInteger.TEN.pow(18))));
            refused(
                    builder(TRIAL, strict, Wallets.ethereum(5, 6, ETHER, "")).build(wish),
                    Built.Field.FEE,
                    "above the cap");
        }
    }

    @Test
    void wishes_thatCannotBeMet_nameTheField() {
        var builder = rich(0, 0);
        refused(
                builder.build(new Wish.Pay(Wallets.coin(TRIAL), TO, new BigInteger(ETHER))),
                Built.Field.FUNDS,
                "with the fee of at most " + FEE);
        refused(builder.build(Wallets.paying(TRIAL, TO, 0)), Built.Field.AMOUNT, "amount 0");
        refused(
                builder.build(new Wish.Pay(Wallets.coin(TRIAL), TO, BigInteger.ONE.shiftLeft(256))),
                Built.Field.AMOUNT,
                "2^256-1");
        var nobody = new Account(TRIAL, "0x0000000000000000000000000000000000000000");
        refused(builder.build(Wallets.paying(TRIAL, nobody, 1)), Built.Field.TO, "the address zero");
        refused(builder.build(Wallets.paying(TRIAL, new Account(TRIAL, "0x1"), 1)), Built.Field.TO, "not an address");
        refused(
                builder.build(Wallets.paying(TRIAL, Wallets.account(Ethereum.MAINNET, TO.address()), 1)),
                Built.Field.TO,
                "not of eip155:31337");
        refused(
                builder.build(new Wish.Pay(new Asset(TRIAL, "erc721", TOKEN.toString()), TO, BigInteger.ONE)),
                Built.Field.ASSET,
                "expected eip155:31337/slip44:60");
        refused(
                builder.build(new Wish.Sweep(new Asset(TRIAL, "erc20", "0x1"), TO)),
                Built.Field.ASSET,
                "erc20:ADDRESS");
        refused(builder.build(new Wish.Consolidate(Wallets.coin(TRIAL))), Built.Field.WISH, "one balance");
        var strict = Knowledge.none()
                .chapter(
                        FeeCaps.class,
                        FeeCaps.none().with(TRIAL, new FeeCaps.FeeCap(BigInteger.TWO.pow(60), BigInteger.TEN)));
        refused(
                builder(TRIAL, strict, Wallets.ethereum(0, 0, ETHER, "")).build(Wallets.paying(TRIAL, TO, 1)),
                Built.Field.FEE,
                "above the cap of 10");
    }

    @Test
    void pendingOfAnotherKind_isRefused() {
        var builder = rich(0, 0);
        var message = new Ethereum()
                .parse(TRIAL, Content.MESSAGE, Bytes.ofUtf8("hello"))
                .orThrow();
        refused(builder.build(new Wish.Cancel(message)), Built.Field.PENDING, "not a transaction, but a MESSAGE");
        var elsewhere = new FeeMarketTransaction(
                BigInteger.ONE,
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.ONE,
                BigInteger.valueOf(21_000),
                Address.parse(TO.address()),
                BigInteger.ONE,
                Bytes.empty(),
                List.of());
        refused(builder.build(new Wish.SpeedUp(elsewhere)), Built.Field.PENDING, "of eip155:1, not of eip155:31337");
    }
}
