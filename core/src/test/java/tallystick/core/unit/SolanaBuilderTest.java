package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Wish;
import tallystick.core.chain.solana.AccountUse;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instruction;
import tallystick.core.chain.solana.NonceAccount;
import tallystick.core.chain.solana.PinnedState;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.chain.solana.Token;
import tallystick.core.kit.SolanaKey;
import tallystick.core.kit.Wallets;
import tallystick.crypto.codec.Bytes;

@DisplayName("Wishes of Solana, by the one interface")
class SolanaBuilderTest {
    private static final ChainId CHAIN = Solana.DEVNET;
    private static final SolanaKey KEY = SolanaKey.number(11);
    private static final Account SIGNER = KEY.address().on(CHAIN);
    private static final Account TO = SolanaKey.number(12).address().on(CHAIN);
    private static final Address NONCE = SolanaKey.number(13).address();
    private static final Token TOKEN =
            new Token(Programs.TOKEN, SolanaKey.number(14).address(), 6);
    private static final Asset TOKENS = new Asset(CHAIN, "token", TOKEN.mint().toString());
    /// Any 32 bytes.
    private static final String HASH = SolanaKey.number(15).address().toString();

    private static final String LATER_HASH = SolanaKey.number(16).address().toString();
    private static final String UNDER_NONCE = under(HASH);

    private static String under(String value) {
        return ", \"nonce\": {\"account\": \"%s\", \"value\": \"%s\"}".formatted(NONCE, value);
    }

    private static Building.Builder builder(long balance, String more) {
        return builder(balance, more, Knowledge.none());
    }

    private static Building.Builder builder(long balance, String more, Knowledge knowledge) {
        return Wallets.good(CHAIN, Wallets.of(KEY), knowledge, Wallets.solana(balance, more));
    }

    private static String budget(long price) {
        return ", \"budget\": {\"units\": 1000, \"microLamports\": %d}".formatted(price);
    }

    private static String holding(Address account, long amount, String more) {
        return "{\"account\": \"%s\", \"mint\": \"%s\", \"decimals\": 6, \"amount\": %d%s}"
                .formatted(account, TOKEN.mint(), amount, more);
    }

    private static String tokens(String... holdings) {
        return ", \"tokens\": [" + String.join(",", holdings) + "]";
    }

    private static SolanaTransaction transaction(Built built) {
        return (SolanaTransaction) Wallets.ready(built);
    }

    private static void refused(Built built, Built.Field field, String why) {
        assertThat(built).isInstanceOfSatisfying(Built.Refused.class, refused -> {
            assertEquals(field, refused.field());
            assertThat(refused.why()).contains(why);
        });
    }

    @Test
    void pay_isATransferAndAFee_withTheBlockhashOpenOrFilledIn() {
        var open = transaction(builder(2_000_000_000, "").build(Wallets.paying(CHAIN, TO, 900_000)));
        assertThat(open.isComplete()).isFalse();
        assertThat(open.effects(SIGNER, Knowledge.none()))
                .containsExactly(
                        new Effect.Transfer(Wallets.coin(CHAIN), SIGNER, TO, BigInteger.valueOf(900_000)),
                        new Effect.Fee(Wallets.coin(CHAIN), SIGNER, BigInteger.valueOf(5000)));
        var filled = transaction(
                builder(2_000_000_000, ", \"blockhash\": \"" + HASH + "\"").build(Wallets.paying(CHAIN, TO, 900_000)));
        assertThat(filled.completes(open)).isTrue();
        assertEquals(HASH, Address.ofText(HASH).toString());
        assertEquals(Address.ofText(HASH).value(), filled.message().blockhash());
    }

    @Test
    void payOfTokens_makesTheReceiversAccountUnlessItIsThere() {
        var own = TOKEN.accountOf(KEY.address());
        var asked = new Wish.Pay(TOKENS, TO, BigInteger.valueOf(700));
        var making = transaction(
                builder(1_000_000_000, tokens(holding(own, 1000, ""))).build(asked));
        var moved = new Effect.Transfer(TOKENS, SIGNER, TO, BigInteger.valueOf(700));
        assertThat(making.effects(SIGNER, Knowledge.none())).contains(moved).hasSize(4);
        var there = ", \"receiverHasAccount\": true";
        var plain = transaction(
                builder(1_000_000_000, tokens(holding(own, 1000, there))).build(asked));
        // Without the receiver's account made here, the bytes prove no owner of it.
        var place = TOKEN.accountOf(Address.ofText(TO.address())).on(CHAIN);
        assertThat(plain.effects(SIGNER, Knowledge.none()))
                .contains(new Effect.Transfer(TOKENS, SIGNER, place, BigInteger.valueOf(700)))
                .hasSize(2);
        refused(builder(1_000_000_000, tokens(holding(own, 600, ""))).build(asked), Built.Field.FUNDS, "less than 700");
        refused(builder(1_000_000_000, "").build(asked), Built.Field.FUNDS, "no token account");
        refused(
                builder(2_000_000, tokens(holding(own, 1000, ""))).build(asked),
                Built.Field.FUNDS,
                "less than 2044280");
        refused(
                builder(1_000_000_000, tokens(holding(own, 1000, "")))
                        .build(new Wish.Pay(TOKENS, place, BigInteger.ONE)),
                Built.Field.TO,
                "no key can sign for it");
    }

    @Test
    void sweep_takesAllButTheFee() {
        var swept =
                transaction(builder(1_000_000_000, budget(2_000_000)).build(new Wish.Sweep(Wallets.coin(CHAIN), TO)));
        assertThat(swept.effects(SIGNER, Knowledge.none()))
                .containsExactly(
                        new Effect.Transfer(Wallets.coin(CHAIN), SIGNER, TO, BigInteger.valueOf(1_000_000_000 - 7_000)),
                        new Effect.Fee(Wallets.coin(CHAIN), SIGNER, BigInteger.valueOf(7_000)));
        refused(
                builder(5_000, "").build(new Wish.Sweep(Wallets.coin(CHAIN), TO)),
                Built.Field.FUNDS,
                "does not exceed");
        refused(
                builder(800_000, "").build(new Wish.Sweep(Wallets.coin(CHAIN), TO)),
                Built.Field.FUNDS,
                "the receiver would have 795000");
        refused(
                builder(800_000, "").build(new Wish.Sweep(Wallets.coin(CHAIN), SIGNER)),
                Built.Field.TO,
                "the account itself");
    }

    @Test
    void tokens_areSweptAndConsolidated_andTheirAccountsClosed() {
        var own = holding(TOKEN.accountOf(KEY.address()), 1000, "");
        var loose = holding(SolanaKey.number(17).address(), 70, "");
        var empty = holding(SolanaKey.number(18).address(), 0, "");
        var builder = builder(1_000_000_000, tokens(own, loose, empty));
        var swept = transaction(builder.build(new Wish.Sweep(TOKENS, TO)));
        var units = swept.effects(SIGNER, Knowledge.none()).stream()
                .filter(effect -> effect instanceof Effect.Transfer transfer
                        && transfer.asset().equals(TOKENS)
                        && transfer.to().equals(TO))
                .mapToLong(effect -> ((Effect.Transfer) effect).amount().longValueExact())
                .sum();
        assertEquals(1070, units);
        var gathered = transaction(builder.build(new Wish.Consolidate(TOKENS)));
        assertEquals(3, gathered.instructions().size());
        refused(
                builder(1_000_000_000, tokens(own)).build(new Wish.Consolidate(TOKENS)),
                Built.Field.FUNDS,
                "no units of the token");
        var many = IntStream.range(20, 60)
                .mapToObj(number -> holding(SolanaKey.number(number).address(), 5, ""))
                .collect(Collectors.joining(","));
        refused(
                builder(1_000_000_000, tokens(many)).build(new Wish.Consolidate(TOKENS)),
                Built.Field.FUNDS,
                "40 token accounts, more than one transaction holds");
        refused(builder.build(new Wish.Consolidate(Wallets.coin(CHAIN))), Built.Field.WISH, "one balance");
    }

    @Test
    void underADurableNonce_replacementsExcludeTheFirst() {
        var first =
                transaction(builder(1_000_000_000, UNDER_NONCE + budget(5)).build(Wallets.paying(CHAIN, TO, 900_000)));
        assertThat(first.durableNonce()).isPresent();
        assertEquals(Address.ofText(HASH).value(), first.message().blockhash());
        var faster = transaction(builder(1_000_000_000, UNDER_NONCE + budget(6)).build(new Wish.SpeedUp(first)));
        assertEquals(first.message().blockhash(), faster.message().blockhash());
        assertEquals(
                first.effects(SIGNER, Knowledge.none()).stream()
                        .filter(Effect.Transfer.class::isInstance)
                        .toList(),
                faster.effects(SIGNER, Knowledge.none()).stream()
                        .filter(Effect.Transfer.class::isInstance)
                        .toList());
        var recent = ", \"blockhash\": \"" + LATER_HASH + "\"";
        var cancelled = transaction(builder(1_000_000_000, UNDER_NONCE + recent).build(new Wish.Cancel(first)));
        assertEquals(1, cancelled.instructions().size());
        assertEquals(Address.ofText(LATER_HASH).value(), cancelled.message().blockhash());
        refused(
                builder(1_000_000_000, UNDER_NONCE + recent).build(new Wish.Cancel(cancelled.blanked())),
                Built.Field.PENDING,
                "only advances");
    }

    @Test
    void replacements_thatWouldNotExcludeTheFirst_areRefused() {
        var loose = transaction(builder(1_000_000_000, budget(5)).build(Wallets.paying(CHAIN, TO, 900_000)));
        var first =
                transaction(builder(1_000_000_000, UNDER_NONCE + budget(5)).build(Wallets.paying(CHAIN, TO, 900_000)));
        var other = UNDER_NONCE.replace(NONCE.toString(), LATER_HASH);
        for (var replace : List.<Function<SolanaTransaction, Wish>>of(Wish.SpeedUp::new, Wish.Cancel::new)) {
            refused(
                    builder(1_000_000_000, UNDER_NONCE + budget(6)).build(replace.apply(loose)),
                    Built.Field.PENDING,
                    "wait until its blockhash has expired");
            refused(
                    builder(1_000_000_000, budget(6)).build(replace.apply(first)),
                    Built.Field.NONCE,
                    "names no durable");
            refused(
                    builder(1_000_000_000, other + budget(6)).build(replace.apply(first)),
                    Built.Field.NONCE,
                    "the pending transaction has the nonce account");
            refused(
                    builder(1_000_000_000, under(LATER_HASH) + budget(6)).build(replace.apply(first)),
                    Built.Field.NONCE,
                    "another value now");
            var others = Draft.of(CHAIN, Address.ofText(TO.address()))
                    .transfer(KEY.address(), BigInteger.ONE)
                    .build();
            refused(
                    builder(1_000_000_000, UNDER_NONCE + budget(6)).build(replace.apply(others)),
                    Built.Field.PENDING,
                    "another account pays");
        }
        refused(
                builder(1_000_000_000, UNDER_NONCE + budget(5)).build(new Wish.SpeedUp(first)),
                Built.Field.FEE,
                "not above the 5");
        refused(builder(1_000_000_000, UNDER_NONCE).build(new Wish.SpeedUp(first)), Built.Field.FEE, "price of 0");
    }

    @Test
    void wishes_thatCannotBeMet_nameTheField() {
        var builder = builder(2_000_000, "");
        refused(builder.build(Wallets.paying(CHAIN, TO, 2_000_000)), Built.Field.FUNDS, "less than 2005000");
        refused(
                builder.build(Wallets.paying(CHAIN, TO, 1_500_000)),
                Built.Field.FUNDS,
                "495000 lamports would be left");
        refused(builder.build(Wallets.paying(CHAIN, TO, 890_879)), Built.Field.AMOUNT, "below 890880");
        assertThat(builder(2_000_000, ", \"receiverBalance\": 890880").build(Wallets.paying(CHAIN, TO, 1)))
                .isInstanceOf(Built.Ready.class);
        refused(builder.build(Wallets.paying(CHAIN, TO, 0)), Built.Field.AMOUNT, "amount 0");
        refused(
                builder.build(new Wish.Pay(Wallets.coin(CHAIN), TO, BigInteger.ONE.shiftLeft(64))),
                Built.Field.AMOUNT,
                "2^64-1");
        refused(
                builder.build(Wallets.paying(CHAIN, new Account(CHAIN, "x"), 900_000)),
                Built.Field.TO,
                "not an address");
        refused(
                builder.build(new Wish.Pay(new Asset(CHAIN, "nft", HASH), TO, BigInteger.ONE)),
                Built.Field.ASSET,
                "token:MINT");
        refused(builder.build(new Wish.Sweep(new Asset(CHAIN, "nft", HASH), TO)), Built.Field.ASSET, "token:MINT");
        var strict =
                Knowledge.none().chapter(PinnedState.class, PinnedState.none().feeCap(BigInteger.valueOf(4_999)));
        for (var wish : List.of(Wallets.paying(CHAIN, TO, 900_000), new Wish.Sweep(Wallets.coin(CHAIN), TO)))
            refused(builder(5_000_000, "", strict).build(wish), Built.Field.FEE, "above the cap of 4999");
    }

    @Test
    void speedUp_ofATransactionThatTakesNoMoreAccounts_isRefused() {
        var others = IntStream.range(1000, 1251)
                .mapToObj(i -> new Address(Bytes.ofHex("%064x".formatted(i))))
                .toList();
        for (var looked : List.of(List.of(Programs.COMPUTE_BUDGET), others)) {
            var uses = looked.stream()
                    .map(each -> new AccountUse(each, AccountUse.Role.READ_ONLY, false))
                    .toList();
            var pending = Draft.of(CHAIN, KEY.address())
                    .nonce(new NonceAccount(NONCE, KEY.address()))
                    .then(new Instruction(SolanaKey.number(18).address(), uses, Bytes.ofHex("61")))
                    .lookingUp(SolanaKey.number(17).address(), looked)
                    .build();
            refused(
                    builder(1_000_000_000, UNDER_NONCE + budget(5)).build(new Wish.SpeedUp(pending)),
                    Built.Field.PENDING,
                    "no place for the compute budget's program");
        }
    }
}
