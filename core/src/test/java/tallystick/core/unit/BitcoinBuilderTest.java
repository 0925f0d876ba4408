package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Wish;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.core.kit.Wallets;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;

@DisplayName("Wishes of Bitcoin, by the one interface")
class BitcoinBuilderTest {
    private static final BitcoinSigner SIGNER = new BitcoinSigner(71);
    private static final ChainId CHAIN = BitcoinScenes.NETWORK.chain();
    private static final OutputScript PAYEE = new OutputScript(Bytes.ofHex("0014" + "44".repeat(20)));
    private static final Account TO = PAYEE.account(BitcoinScenes.NETWORK);
    private static final String CHANGE = ", \"change\": {\"path\": \"m/1/0\", \"form\": \"p2wpkh\"}";

    private static List<Coin> coins(AddressForm form, long... values) {
        var coins = new ArrayList<Coin>();
        for (var i = 0; i < values.length; i++)
            coins.add(BitcoinScenes.coin(SIGNER, form, DerivationPath.of(0, i), values[i], new Random(i)));
        return coins;
    }

    private static Building.Builder builder(List<Coin> coins, long rate, Knowledge knowledge) {
        return Wallets.good(CHAIN, SIGNER.tree().derivation(), knowledge, Wallets.bitcoin(coins, rate, CHANGE));
    }

    private static Building.Builder builder(List<Coin> coins, long rate) {
        return builder(coins, rate, Knowledge.none());
    }

    private static Bundle bundle(Built built) {
        return (Bundle) Wallets.ready(built);
    }

    private static List<Effect> effects(Bundle bundle) {
        return bundle.effects(SIGNER.account(bundle.network()), SIGNER.knowledge());
    }

    private static void refused(Built built, Built.Field field, String why) {
        assertThat(built).isInstanceOfSatisfying(Built.Refused.class, refused -> {
            assertEquals(field, refused.field());
            assertThat(refused.why()).contains(why);
        });
    }

    private static Bundle paid(long rate) {
        return bundle(builder(coins(AddressForm.P2WPKH, 500_000), rate).build(Wallets.paying(CHAIN, TO, 200_000)));
    }

    @Test
    void pay_decodesToTheTransferAndProvenChange() {
        var built = paid(5000);
        var effects = effects(built);
        assertThat(effects).hasExactlyElementsOfTypes(Effect.Transfer.class, Effect.Change.class, Effect.Fee.class);
        assertThat(effects.getFirst()).isInstanceOfSatisfying(Effect.Transfer.class, transfer -> {
            assertEquals(TO, transfer.to());
            assertEquals(200_000, transfer.amount().longValueExact());
        });
        assertThat(built.feeSatoshi()).isEqualTo(5L * built.virtualBytesMax());
    }

    private static Wish.Payout payout(long... amounts) {
        return new Wish.Payout(
                Wallets.coin(CHAIN),
                Arrays.stream(amounts)
                        .mapToObj(amount -> new Wish.Payout.Part(TO, BigInteger.valueOf(amount)))
                        .toList());
    }

    @Test
    void payout_isAnOutputForEach_inItsOrder_andChange() {
        var built = bundle(builder(coins(AddressForm.P2WPKH, 500_000), 5000).build(payout(200_000, 1000, 90_000)));
        assertThat(built.transaction().outputs().subList(0, 3))
                .containsExactly(new TxOutput(200_000, PAYEE), new TxOutput(1000, PAYEE), new TxOutput(90_000, PAYEE));
        assertThat(effects(built))
                .hasExactlyElementsOfTypes(
                        Effect.Transfer.class,
                        Effect.Transfer.class,
                        Effect.Transfer.class,
                        Effect.Change.class,
                        Effect.Fee.class);
    }

    @Test
    void payout_withOneThatCannotBe_orTooMany_isRefusedAsAWhole() {
        var builder = builder(coins(AddressForm.P2WPKH, 500_000), 5000);
        refused(builder.build(payout(200_000, 100)), Built.Field.AMOUNT, "dust");
        refused(builder.build(payout(200_000, 0)), Built.Field.AMOUNT, "not from 1 on");
        refused(builder.build(payout(300_000, 300_000)), Built.Field.FUNDS, "more are needed");
        refused(builder.build(payout(2_000_000_000_000_000L, 2_000_000_000_000_000L)), Built.Field.AMOUNT, "above all");
        refused(builder.build(payout()), Built.Field.WISH, "0 payments");
        refused(builder.build(payout(LongStream.range(0, 101).map(_ -> 1000).toArray())), Built.Field.WISH, "101");
    }

    @Test
    void sweepAndConsolidation_spendEveryCoin() {
        var coins = coins(AddressForm.P2WPKH, 50_000, 70_000, 90_000);
        var swept = bundle(builder(coins, 2000).build(new Wish.Sweep(Wallets.coin(CHAIN), TO)));
        assertEquals(3, swept.spent().size());
        assertThat(swept.transaction().outputs()).containsExactly(new TxOutput(210_000 - swept.feeSatoshi(), PAYEE));
        var gathered = bundle(builder(coins, 2000).build(new Wish.Consolidate(Wallets.coin(CHAIN))));
        assertEquals(3, gathered.spent().size());
        assertThat(effects(gathered).stream().filter(Effect.Change.class::isInstance))
                .hasSize(1);
        assertThat(effects(gathered).stream().filter(Effect.Transfer.class::isInstance))
                .isEmpty();
    }

    @Test
    void speedUp_keepsThePaymentAndPaysWhatNodesWant() {
        var first = paid(5000);
        var coins = coins(AddressForm.P2WPKH, 500_000);
        var faster = bundle(builder(coins, 9000).build(new Wish.SpeedUp(first)));
        assertEquals(
                first.transaction().outputs().getFirst(),
                faster.transaction().outputs().getFirst());
        assertEquals(first.transaction().inputs(), faster.transaction().inputs());
        // One satoshi for a virtual byte above the first's fee, at the least.
        assertThat(faster.feeSatoshi()).isGreaterThanOrEqualTo(first.feeSatoshi() + faster.virtualBytesMax());
        var barely = bundle(builder(coins, 5001).build(new Wish.SpeedUp(first)));
        assertThat(barely.feeSatoshi()).isGreaterThanOrEqualTo(first.feeSatoshi() + barely.virtualBytesMax());
    }

    @Test
    void speedUp_withoutChangeToPayIt_takesAnotherCoin() {
        var lone = coins(AddressForm.P2WPKH, 200_700);
        var first = bundle(builder(lone, 5000).build(Wallets.paying(CHAIN, TO, 200_000)));
        assertEquals(1, first.transaction().outputs().size());
        var both = new ArrayList<>(lone);
        both.add(BitcoinScenes.coin(SIGNER, AddressForm.P2WPKH, DerivationPath.of(0, 9), 80_000, new Random(9)));
        var faster = bundle(builder(both, 20_000).build(new Wish.SpeedUp(first)));
        assertEquals(2, faster.spent().size());
        assertThat(effects(faster).stream().filter(Effect.Transfer.class::isInstance))
                .hasSize(1);
        refused(builder(lone, 20_000).build(new Wish.SpeedUp(first)), Built.Field.FUNDS, "satoshi more");
    }

    @Test
    void cancel_bringsEverythingBack() {
        var first = paid(5000);
        var cancelled = bundle(builder(List.of(), 9000).build(new Wish.Cancel(first)));
        assertEquals(first.transaction().inputs(), cancelled.transaction().inputs());
        assertThat(effects(cancelled)).hasExactlyElementsOfTypes(Effect.Change.class, Effect.Fee.class);
    }

    @Test
    void change_ofAWalletThatSaysNothing_isTheKeysOwnAddressOfTheCoinsForm() {
        var coins = coins(AddressForm.P2TR, 500_000);
        var built = bundle(
                Wallets.good(CHAIN, SIGNER.tree().derivation(), Knowledge.none(), Wallets.bitcoin(coins, 2000, ""))
                        .build(Wallets.paying(CHAIN, TO, 100_000)));
        assertEquals(
                SIGNER.script(AddressForm.P2TR, DerivationPath.root()),
                built.transaction().outputs().getLast().script());
    }

    @Test
    void taprootCoinsBesideOthers_areNamedAndNotSpent() {
        var mixed = new ArrayList<>(coins(AddressForm.P2TR, 300_000));
        for (var i = 1; i < 7; i++)
            mixed.add(BitcoinScenes.coin(SIGNER, AddressForm.P2WPKH, DerivationPath.of(0, i), 80_000, new Random(i)));
        var names = mixed.stream().map(coin -> coin.at().toString()).toList();
        var coin = Wallets.coin(CHAIN);
        var why = "P2TR coins beside others, and one key signs for one kind: P2TR are %s; the others are %s and 2 more"
                .formatted(names.getFirst(), String.join(", ", names.subList(1, 5)));
        for (var wish : List.of(Wallets.paying(CHAIN, TO, 1000), new Wish.Sweep(coin, TO), new Wish.Consolidate(coin)))
            assertEquals(
                    new Built.Refused(Built.Field.FUNDS, why),
                    builder(mixed, 2000).build(wish));
        // A pending transaction of the one kind is not helped out with coins of the other.
        var pending = paid(2000);
        refused(
                builder(coins(AddressForm.P2TR, 700_000), 9000).build(new Wish.SpeedUp(pending)),
                Built.Field.FUNDS,
                "the others are " + pending.transaction().inputs().getFirst().spends());
    }

    @Test
    void changeThatTheCoinsKeyCannotSignFor_isNotMade() {
        var taproot = coins(AddressForm.P2TR, 300_000, 200_000);
        for (var wish : List.of(Wallets.paying(CHAIN, TO, 400_000), new Wish.Consolidate(Wallets.coin(CHAIN))))
            refused(builder(taproot, 2000).build(wish), Built.Field.FUNDS, "change in the form P2WPKH");
        var first = bundle(
                Wallets.good(CHAIN, SIGNER.tree().derivation(), Knowledge.none(), Wallets.bitcoin(taproot, 2000, ""))
                        .build(Wallets.paying(CHAIN, TO, 400_000)));
        // A wallet without coins has no form to take change in.
        for (var wish : List.of(new Wish.SpeedUp(first), new Wish.Cancel(first)))
            refused(
                    Wallets.good(
                                    CHAIN,
                                    SIGNER.tree().derivation(),
                                    Knowledge.none(),
                                    Wallets.bitcoin(List.of(), 9000, ""))
                            .build(wish),
                    Built.Field.FUNDS,
                    "change in the form P2WPKH");
    }

    @Test
    void coinsOfUnprovenValue_areNotSpentTogether() {
        var coins = coins(AddressForm.P2WPKH, 50_000, 60_000);
        var silent = Wallets.bitcoin(coins, 2000, CHANGE).replaceAll(", \"madeBy\": \"[0-9a-f]*\"", "");
        var builder = Wallets.good(CHAIN, SIGNER.tree().derivation(), Knowledge.none(), silent);
        refused(builder.build(Wallets.paying(CHAIN, TO, 90_000)), Built.Field.FUNDS, "no node signs");
        assertEquals(
                1,
                bundle(builder.build(Wallets.paying(CHAIN, TO, 30_000))).spent().size());
    }

    @Test
    void wishes_thatCannotBeMet_nameTheField() {
        var builder = builder(coins(AddressForm.P2WPKH, 100_000), 5000);
        refused(builder.build(Wallets.paying(CHAIN, TO, 100_000)), Built.Field.FUNDS, "satoshi more");
        refused(builder.build(Wallets.paying(CHAIN, TO, 293)), Built.Field.AMOUNT, "dust limit of 294");
        refused(builder.build(Wallets.paying(CHAIN, TO, 0)), Built.Field.AMOUNT, "amount 0");
        refused(builder.build(Wallets.paying(CHAIN, TO, Long.MAX_VALUE)), Built.Field.AMOUNT, "above all");
        refused(builder(List.of(), 5000).build(Wallets.paying(CHAIN, TO, 1000)), Built.Field.FUNDS, "satoshi more");
        refused(builder(List.of(), 5000).build(new Wish.Sweep(Wallets.coin(CHAIN), TO)), Built.Field.FUNDS, "no coins");
        refused(builder.build(new Wish.Consolidate(Wallets.coin(CHAIN))), Built.Field.FUNDS, "1 coins");
        refused(
                builder(coins(AddressForm.P2WPKH, 300), 5000).build(new Wish.Sweep(Wallets.coin(CHAIN), TO)),
                Built.Field.FUNDS,
                "satoshi more");
        refused(
                builder.build(Wallets.paying(CHAIN, new Account(CHAIN, "script:6a"), 1000)),
                Built.Field.TO,
                "not an address");
        var main = BitcoinNetwork.MAINNET.chain();
        refused(builder.build(Wallets.paying(main, TO, 1000)), Built.Field.ASSET, "not of " + CHAIN);
        var foreign = new Wish.Sweep(
                new tallystick.core.chain.Asset(CHAIN, "rune", "dog"), PAYEE.account(BitcoinScenes.NETWORK));
        refused(builder.build(foreign), Built.Field.ASSET, "the only asset");
    }

    @Test
    void fees_aboveTheCap_areNotBuilt() {
        var coins = coins(AddressForm.P2WPKH, 90_000_000, 1_000_000);
        var strict = Knowledge.none().chapter(FeeLimits.class, new FeeLimits(4999, 10));
        var pay = Wallets.paying(CHAIN, TO, 80_000_000);
        refused(builder(coins, 5000, strict).build(pay), Built.Field.FEE, "above the cap of 4999");
        refused(builder(coins, 600_000).build(pay), Built.Field.FEE, "above the cap of 500000");
        var first = bundle(builder(coins, 4999, strict).build(pay));
        refused(builder(coins, 6000, strict).build(new Wish.SpeedUp(first)), Built.Field.FEE, "above the cap of 4999");
        refused(builder(coins, 6000, strict).build(new Wish.Cancel(first)), Built.Field.FEE, "above the cap of 4999");
        // Within the rate, and most of what is paid.
        var lavish = Knowledge.none().chapter(FeeLimits.class, new FeeLimits(1_000_000, 10));
        refused(
                builder(coins, 900_000, lavish).build(Wallets.paying(CHAIN, TO, 10_000)),
                Built.Field.FEE,
                "more than 10 percent");
    }

    @Test
    void replacements_belowTheRulesOrOfFinalOnes_areRefused() {
        var first = paid(5000);
        var coins = coins(AddressForm.P2WPKH, 500_000);
        refused(builder(coins, 5000).build(new Wish.SpeedUp(first)), Built.Field.FEE, "not above that of the first");
        refused(builder(coins, 4000).build(new Wish.Cancel(first)), Built.Field.FEE, "not above that of the first");
        var last = new Transaction(
                2,
                first.transaction().inputs().stream()
                        .map(input -> TxInput.unsigned(input.spends(), TxInput.FINAL))
                        .toList(),
                first.transaction().outputs(),
                0);
        var settled = Bundle.of(first.network(), last, first.spent(), first.paths(), first.previous())
                .orThrow();
        refused(builder(coins, 9000).build(new Wish.SpeedUp(settled)), Built.Field.PENDING, "is final");
        refused(builder(coins, 9000).build(new Wish.Cancel(settled)), Built.Field.PENDING, "is final");
    }

    @Test
    void sweep_ofMoreThanATransactionHolds_saysHowMany() {
        var values = new long[Bundle.INPUTS_MAX + 1];
        java.util.Arrays.fill(values, 10_000);
        var coins = coins(AddressForm.P2WPKH, values);
        refused(builder(coins, 1000).build(new Wish.Sweep(Wallets.coin(CHAIN), TO)), Built.Field.FUNDS, "at most 512");
        refused(
                builder(coins, 1000).build(new Wish.Consolidate(Wallets.coin(CHAIN))),
                Built.Field.FUNDS,
                "at most 512");
    }
}
