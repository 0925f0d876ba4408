package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.TransactionSize;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.ChangeTo;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.chain.bitcoin.build.CoinSelection;
import tallystick.core.chain.bitcoin.build.FeeRate;
import tallystick.core.chain.bitcoin.build.Payment;
import tallystick.core.chain.bitcoin.build.Replacement;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.kit.Secrets;

/// Paying, sweeping, replacing.
class BitcoinPaymentTest {
    private static final BitcoinSigner SIGNER = new BitcoinSigner(31);
    private static final OutputScript PAYEE = new OutputScript(Bytes.ofHex("0014" + "33".repeat(20)));
    private static final ChangeTo CHANGE = new ChangeTo(SIGNER.tree(), DerivationPath.of(1, 0), AddressForm.P2WPKH);
    private static final Payment PAYMENT = new Payment(BitcoinScenes.NETWORK, new FeeRate(5000), 0, FeeLimits.ORDINARY);

    private static final FeeLimits LAVISH = new FeeLimits(1_000_000, 100);

    private static List<Coin> coins(AddressForm form, long... values) {
        var coins = new ArrayList<Coin>();
        for (var i = 0; i < values.length; i++)
            coins.add(BitcoinScenes.coin(SIGNER, form, DerivationPath.of(0, i), values[i], new Random(i)));
        return coins;
    }

    /// Where a key comes back to that signs for this form.
    private static ChangeTo change(AddressForm form) {
        return form == AddressForm.P2TR ? new ChangeTo(CHANGE.tree(), CHANGE.path(), form) : CHANGE;
    }

    private static List<TxOutput> paying(long value) {
        return List.of(new TxOutput(value, PAYEE));
    }

    private static Bundle built(Payment.Outcome outcome) {
        return assertInstanceOf(Payment.Outcome.Built.class, outcome).bundle();
    }

    private static void feeIsAt(FeeRate rate, Bundle bundle, long overpaidMax) {
        var least = rate.satoshi(bundle.virtualBytesMax());
        assertThat(bundle.feeSatoshi()).isBetween(least, least + overpaidMax);
    }

    @Test
    void payment_fromOneLargeCoin_paysTheRateAndGivesChange() {
        for (var form : AddressForm.values()) {
            var bundle = built(PAYMENT.pay(coins(form, 1_000_000), paying(300_000), change(form), Optional.empty()));
            feeIsAt(PAYMENT.rate(), bundle, 0);
            assertThat(bundle.effects(SIGNER.account(bundle.network()), SIGNER.knowledge()))
                    .hasExactlyElementsOfTypes(Effect.Transfer.class, Effect.Change.class, Effect.Fee.class);
            // What was estimated is what it weighs, less what short signatures save.
            assertThat(bundle.signed(SIGNER.sign(bundle)).weight())
                    .isBetween(bundle.virtualBytesMax() * 4 - 12, bundle.virtualBytesMax() * 4);
        }
    }

    @Test
    void payment_thatCoinsMeetExactly_hasNoChange() {
        var coins = coins(AddressForm.P2WPKH, 50_000, 120_000, 77_000, 210_000, 33_000);
        // 77,000 and 33,000 less 68 virtual bytes each and 43 for the rest, at 5 satoshi.
        var bundle = built(PAYMENT.pay(coins, paying(109_100), CHANGE, Optional.empty()));
        assertEquals(2, bundle.spent().size());
        assertEquals(1, bundle.transaction().outputs().size());
        feeIsAt(PAYMENT.rate(), bundle, 500);
    }

    @Test
    void search_findsTheExactSet_whereverItIs() {
        for (var seed = 0L; seed < 30; seed++) {
            var random = new Random(seed);
            var values = random.longs(14, 10_000, 1_000_000).toArray();
            var coins = coins(AddressForm.P2TR, values);
            var rate = new FeeRate(1000);
            var each = rate.satoshi(1)
                    * TransactionSize.inputWeight(
                            AddressForm.P2TR, coins.getFirst().spent().sighash())
                    / 4;
            var target = values[random.nextInt(5)] + values[5 + random.nextInt(4)] + values[10] - 3 * each - 10;
            var found = CoinSelection.exact(coins, rate, target, 60).orElseThrow();
            var sum = found.stream().mapToLong(Coin::valueSatoshi).sum() - found.size() * each;
            assertThat(sum - target).as("seed " + seed).isBetween(-5L, 70L);
        }
    }

    @Test
    void search_withManyCoins_givesUpInTime() {
        var values = new long[300];
        for (var i = 0; i < values.length; i++) values[i] = 100_000 + 2L * i;
        assertThat(CoinSelection.exact(coins(AddressForm.P2WPKH, values), new FeeRate(0), 1_000_001, 0))
                .isEmpty();
    }

    @Test
    void selection_byLargest_doesNotHangOnTheOrder() {
        var coins = coins(AddressForm.P2WPKH, 50_000, 120_000, 77_000, 77_000, 33_000);
        var target = 150_000L;
        var chosen = CoinSelection.largest(coins, PAYMENT.rate(), target);
        assertEquals(chosen, CoinSelection.largest(coins.reversed(), PAYMENT.rate(), target));
        assertThat(chosen.orElseThrow()).hasSize(2);
        assertThat(CoinSelection.largest(coins, PAYMENT.rate(), 400_000)).isEmpty();
    }

    @Test
    void selection_byChance_reachesTheTargetFromOneSeedAlike() {
        var coins = coins(AddressForm.P2WPKH, 50_000, 120_000, 77_000, 210_000, 33_000, 100);
        for (var seed = 0L; seed < 20; seed++) {
            var drawn = CoinSelection.drawn(coins, PAYMENT.rate(), 200_000, Secrets.entropy(seed))
                    .orElseThrow();
            assertEquals(
                    drawn,
                    CoinSelection.drawn(coins, PAYMENT.rate(), 200_000, Secrets.entropy(seed))
                            .orElseThrow());
            assertThat(drawn.stream().mapToLong(Coin::valueSatoshi).sum()).isGreaterThan(200_000);
            // A coin that costs more than it brings is never taken.
            assertThat(drawn).noneMatch(coin -> coin.valueSatoshi() == 100);
        }
    }

    @Test
    void payment_fromAllKindsAndSeeds_neverUnderpaysAndAccountsForAll() {
        for (var seed = 0L; seed < 60; seed++) {
            var random = new Random(seed);
            var form = List.of(AddressForm.values()).get(random.nextInt(4));
            var coins = coins(
                    form, random.longs(1 + random.nextInt(8), 1000, 500_000).toArray());
            var rate = new FeeRate(random.nextInt(50_000));
            var outcome = new Payment(BitcoinScenes.NETWORK, rate, 0, LAVISH)
                    .pay(coins, paying(1000 + random.nextInt(400_000)), CHANGE, Optional.of(Secrets.entropy(seed)));
            if (outcome instanceof Payment.Outcome.Built(var bundle)) {
                assertThat(bundle.feeSatoshi())
                        .as("seed " + seed)
                        .isGreaterThanOrEqualTo(rate.satoshi(bundle.virtualBytesMax()));
                assertThat(bundle.warnings(SIGNER.account(bundle.network()), SIGNER.knowledge()))
                        .noneMatch(warning -> warning.code().equals("DUST_OUTPUT"));
            } else
                assertThat(assertInstanceOf(Payment.Outcome.TooLittle.class, outcome)
                                .missingSatoshi())
                        .as("seed " + seed)
                        .isPositive();
        }
    }

    @Test
    void payment_beyondTheCoins_saysHowMuchIsMissing() {
        var outcome = PAYMENT.pay(coins(AddressForm.P2WPKH, 100_000), paying(100_000), CHANGE, Optional.empty());
        assertThat(assertInstanceOf(Payment.Outcome.TooLittle.class, outcome).missingSatoshi())
                .isBetween(500L, 600L);
    }

    @Test
    void wishes_thatCannotBeMet_areRefused() {
        var coins = coins(AddressForm.P2WPKH, 100_000);
        assertInstanceOf(Payment.Outcome.Refused.class, PAYMENT.pay(coins, List.of(), CHANGE, Optional.empty()));
        assertThat(assertInstanceOf(
                                Payment.Outcome.Refused.class,
                                PAYMENT.pay(coins, paying(293), CHANGE, Optional.empty()))
                        .why())
                .isEqualTo("output 0 of 293 satoshi, below the dust limit of 294");
        assertInstanceOf(Payment.Outcome.Refused.class, PAYMENT.sweep(List.of(), PAYEE, Optional.empty()));
        var blind = coins(AddressForm.P2PKH, 100_000).stream()
                .map(coin -> new Coin(coin.at(), coin.spent(), Optional.empty()))
                .toList();
        assertThat(assertInstanceOf(
                                Payment.Outcome.Refused.class,
                                PAYMENT.pay(blind, paying(50_000), CHANGE, Optional.empty()))
                        .why())
                .contains("the transaction that made the output of input 0");
    }

    @Test
    void sweep_sendsAllButTheFee_andConsolidationKeepsIt() {
        var coins = coins(AddressForm.P2TR, 50_000, 60_000, 70_000);
        var swept = built(PAYMENT.sweep(coins, PAYEE, Optional.empty()));
        feeIsAt(PAYMENT.rate(), swept, 0);
        assertEquals(1, swept.transaction().outputs().size());
        var kept = built(PAYMENT.consolidate(coins, change(AddressForm.P2TR)));
        assertThat(kept.effects(SIGNER.account(kept.network()), SIGNER.knowledge()))
                .hasExactlyElementsOfTypes(
                        Effect.Spend.class,
                        Effect.Spend.class,
                        Effect.Spend.class,
                        Effect.Change.class,
                        Effect.Fee.class);
        assertInstanceOf(
                Payment.Outcome.TooLittle.class, PAYMENT.sweep(coins(AddressForm.P2PKH, 800), PAYEE, Optional.empty()));
    }

    @Test
    void manySmallCoins_drawnByChance_areLeftForAFewLargeOnes() {
        var values = new long[2 * Bundle.INPUTS_MAX];
        Arrays.fill(values, 2000);
        values[7] = 90_000_000;
        var coins = coins(AddressForm.P2WPKH, values);
        var few = 0;
        for (var seed = 1; seed <= 8; seed++) {
            var chance = Optional.of(Secrets.entropy(seed));
            var bundle = built(PAYMENT.pay(coins, paying(5_000_000), CHANGE, chance));
            if (bundle.spent().size() == 1) few++;
        }
        assertThat(few).as("draws of more than one transaction spends").isPositive();
    }

    @Test
    void dustLimits_areTheNetworks() {
        var limits = List.of(
                List.of(AddressForm.P2PKH, 546L),
                List.of(AddressForm.P2SH_P2WPKH, 540L),
                List.of(AddressForm.P2WPKH, 294L),
                List.of(AddressForm.P2TR, 330L));
        for (var each : limits)
            assertEquals(
                    each.get(1),
                    TransactionSize.dustSatoshi(SIGNER.script((AddressForm) each.get(0), DerivationPath.root())));
        assertEquals(0, TransactionSize.dustSatoshi(OutputScript.ofData(Bytes.ofUtf8("x"))));
    }

    private static Bundle waiting() {
        return built(PAYMENT.pay(coins(AddressForm.P2WPKH, 400_000), paying(300_000), CHANGE, Optional.empty()));
    }

    private static void replaces(Bundle first, Bundle second) {
        assertThat(second.transaction().inputs().stream().map(TxInput::spends).toList())
                .containsAll(first.transaction().inputs().stream()
                        .map(TxInput::spends)
                        .toList());
        assertThat(second.feeSatoshi())
                .isGreaterThanOrEqualTo(first.feeSatoshi() + FeeRate.RELAY.satoshi(second.virtualBytesMax()));
        assertThat((double) second.feeSatoshi() / second.virtualBytesMax())
                .isGreaterThan((double) first.feeSatoshi() / first.virtualBytesMax());
    }

    @Test
    void speedUp_keepsThePaymentAndPaysFromTheChange() {
        var first = waiting();
        for (var rate : List.of(new FeeRate(5010), new FeeRate(20_000))) {
            var second = built(Replacement.speedUp(first, rate, LAVISH, CHANGE, List.of()));
            replaces(first, second);
            assertEquals(
                    first.transaction().outputs().getFirst(),
                    second.transaction().outputs().getFirst());
            assertEquals(2, second.transaction().outputs().size());
        }
    }

    @Test
    void speedUp_beyondTheChange_takesFurtherCoins() {
        var first = waiting();
        var rate = new FeeRate(1_000_000);
        assertInstanceOf(Payment.Outcome.TooLittle.class, Replacement.speedUp(first, rate, LAVISH, CHANGE, List.of()));
        var more = BitcoinScenes.coin(SIGNER, AddressForm.P2TR, DerivationPath.of(0, 9), 500_000, new Random(9));
        var second = built(Replacement.speedUp(first, rate, LAVISH, CHANGE, List.of(more)));
        replaces(first, second);
        assertEquals(2, second.spent().size());
    }

    @Test
    void cancel_bringsEverythingBack() {
        var first = waiting();
        var second = built(Replacement.cancel(first, new FeeRate(6000), LAVISH, CHANGE));
        replaces(first, second);
        assertThat(second.effects(SIGNER.account(second.network()), SIGNER.knowledge()))
                .hasExactlyElementsOfTypes(Effect.Change.class, Effect.Fee.class);
        var consolidation = built(PAYMENT.consolidate(coins(AddressForm.P2TR, 90_000), CHANGE));
        replaces(
                consolidation, built(Replacement.speedUp(consolidation, new FeeRate(9000), LAVISH, CHANGE, List.of())));
    }

    @Test
    void replacement_ofAFinalOneOrAtALowerRate_isRefused() {
        var first = waiting();
        assertInstanceOf(
                Payment.Outcome.Refused.class,
                Replacement.speedUp(first, new FeeRate(4999), LAVISH, CHANGE, List.of()));
        assertInstanceOf(Payment.Outcome.Refused.class, Replacement.cancel(first, new FeeRate(1), LAVISH, CHANGE));
        var fixed = Bundle.of(
                        first.network(),
                        new tallystick.core.chain.bitcoin.Transaction(
                                2,
                                first.transaction().inputs().stream()
                                        .map(input -> TxInput.unsigned(input.spends(), TxInput.FINAL))
                                        .toList(),
                                first.transaction().outputs(),
                                0),
                        first.spent(),
                        first.paths(),
                        first.previous())
                .orThrow();
        assertThat(assertInstanceOf(
                                Payment.Outcome.Refused.class,
                                Replacement.cancel(fixed, new FeeRate(90_000), LAVISH, CHANGE))
                        .why())
                .contains("final");
    }

    @Test
    void feeRate_aboveTheCap_isRefusedEverywhere() {
        var coins = coins(AddressForm.P2WPKH, 400_000);
        var limits = new FeeLimits(5000, 10);
        var dear = new Payment(BitcoinScenes.NETWORK, new FeeRate(5001), 0, limits);
        var refused = new Payment.Outcome.RateAboveCap(5001, 5000);
        assertEquals(refused, dear.pay(coins, paying(300_000), CHANGE, Optional.empty()));
        assertEquals(refused, dear.sweep(coins, PAYEE, Optional.empty()));
        assertEquals(refused, dear.consolidate(coins, CHANGE));
        var first = waiting();
        assertEquals(
                new Payment.Outcome.RateAboveCap(20_000, 19_999),
                Replacement.speedUp(first, new FeeRate(20_000), new FeeLimits(19_999, 10), CHANGE, coins));
        assertEquals(
                new Payment.Outcome.RateAboveCap(20_000, 19_999),
                Replacement.cancel(first, new FeeRate(20_000), new FeeLimits(19_999, 10), CHANGE));
        built(Replacement.speedUp(first, new FeeRate(20_000), new FeeLimits(20_000, 10), CHANGE, List.of()));
    }

    @Test
    void replacement_thatTheNetworkWantsDearerThanTheCap_isRefused() {
        var first = waiting();
        // The same size for 5,010 a thousand bytes would not pay for its own way: the rules want 6,000.
        var limits = new FeeLimits(5500, 10);
        var outcome = assertInstanceOf(
                Payment.Outcome.RateAboveCap.class,
                Replacement.speedUp(first, new FeeRate(5010), limits, CHANGE, List.of()));
        assertThat(outcome.satoshiPerKvb()).isGreaterThan(limits.satoshiPerKvbMax());
        assertEquals(limits.satoshiPerKvbMax(), outcome.satoshiPerKvbMax());
    }
}
