package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.ScriptFlags;
import fr.acinq.bitcoin.TxOut;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Built;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.chain.solana.Solana;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.SolanaKey;
import tallystick.core.kit.Wallets;
import tallystick.crypto.derive.DerivationPath;

@DisplayName("What is built decodes to exactly what was wished")
class BuildersPropertyTest {
    /// What leaves the signer for others, the fee aside: the one amount and the one receiver there may be.
    private static void onlyPays(UnsignedTransaction built, Account signer, Knowledge known, Wish.Pay wish, long seed) {
        var away = built.effects(signer, known).stream()
                .filter(effect -> !(effect instanceof Effect.Fee)
                        && !(effect instanceof Effect.Change)
                        && !(effect instanceof Effect.Spend))
                .toList();
        assertThat(away).as("seed " + seed).hasSize(1);
        assertThat(away.getFirst()).isInstanceOfSatisfying(Effect.Transfer.class, transfer -> {
            assertEquals(wish.asset(), transfer.asset());
            assertEquals(wish.to(), transfer.to());
            assertEquals(wish.amount(), transfer.amount());
        });
    }

    private static List<Coin> coins(BitcoinSigner signer, Random random) {
        var coins = new ArrayList<Coin>();
        var forms = random.nextInt(4) == 0
                ? List.of(AddressForm.P2TR)
                : List.of(AddressForm.P2PKH, AddressForm.P2WPKH, AddressForm.P2SH_P2WPKH);
        for (var i = random.nextInt(2, 9); i > 0; i--)
            coins.add(BitcoinScenes.coin(
                    signer,
                    forms.get(random.nextInt(forms.size())),
                    DerivationPath.of(0, i),
                    random.nextLong(20_000, 900_000),
                    random));
        return coins;
    }

    private static void accepted(Bundle bundle, BitcoinSigner signer) {
        var transaction = fr.acinq.bitcoin.Transaction.read(
                bundle.signed(signer.sign(bundle)).encode().toArray());
        var spent = new HashMap<fr.acinq.bitcoin.OutPoint, TxOut>();
        for (var i = 0; i < bundle.spent().size(); i++) {
            var output = bundle.spent().get(i).output();
            spent.put(
                    transaction.txIn.get(i).outPoint,
                    new TxOut(
                            new Satoshi(output.valueSatoshi()),
                            new ByteVector(output.script().bytes().toArray())));
        }
        transaction.correctlySpends(spent, ScriptFlags.STANDARD_SCRIPT_VERIFY_FLAGS);
    }

    @Test
    void bitcoin_paysReplacesCancelsAndConsolidatesMixedCoins_andTheInterpreterTakesAll() {
        var chain = BitcoinScenes.NETWORK.chain();
        var lavish = Knowledge.none().chapter(FeeLimits.class, new FeeLimits(1_000_000, 100));
        var built = 0;
        for (var seed = 0L; seed < 40; seed++) {
            var random = new Random(seed);
            var signer = new BitcoinSigner(seed);
            var coins = coins(signer, random);
            var to = BitcoinScenes.script(random).account(BitcoinScenes.NETWORK);
            var wish = Wallets.paying(chain, to, random.nextLong(1_000, 300_000));
            var key = signer.tree().derivation();
            var slow = Wallets.good(chain, key, lavish, Wallets.bitcoin(coins, random.nextLong(1, 9_000), ""));
            var fast = Wallets.good(chain, key, lavish, Wallets.bitcoin(coins, random.nextLong(15_000, 30_000), ""));
            var gathered = (Bundle) Wallets.ready(slow.build(new Wish.Consolidate(Wallets.coin(chain))));
            assertEquals(coins.size(), gathered.spent().size(), "seed " + seed);
            accepted(gathered, signer);
            if (!(slow.build(wish) instanceof Built.Ready ready)) continue;
            var first = (Bundle) Wallets.ready(ready);
            onlyPays(first, signer.account(first.network()), signer.knowledge(), wish, seed);
            accepted(first, signer);
            for (var replace : List.of(new Wish.SpeedUp(first), new Wish.Cancel(first))) {
                if (!(fast.build(replace) instanceof Built.Ready(var made))) continue;
                var second = (Bundle) made;
                accepted(second, signer);
                // BIP-125: the inputs of the first, its fee, and a satoshi more for each virtual byte.
                assertThat(second.transaction().inputs())
                        .containsAll(first.transaction().inputs());
                assertThat(second.feeSatoshi())
                        .as("seed " + seed)
                        .isGreaterThanOrEqualTo(first.feeSatoshi() + second.virtualBytesMax());
                if (replace instanceof Wish.SpeedUp)
                    onlyPays(second, signer.account(first.network()), signer.knowledge(), wish, seed);
                built++;
            }
        }
        assertThat(built).isGreaterThan(50);
    }

    @Test
    void bitcoin_paysAndConsolidatesSeveralCoinsOfEveryForm_andTheInterpreterTakesThem() {
        var chain = BitcoinScenes.NETWORK.chain();
        var accepted = 0;
        var forms = List.of(AddressForm.values());
        for (var form : forms) {
            var random = new Random(forms.indexOf(form));
            var signer = new BitcoinSigner(forms.indexOf(form));
            var coins = new ArrayList<Coin>();
            for (var i = 0; i < 5; i++)
                coins.add(BitcoinScenes.coin(signer, form, DerivationPath.of(0, i), 100_000 + i, random));
            var builder =
                    Wallets.good(chain, signer.tree().derivation(), Knowledge.none(), Wallets.bitcoin(coins, 2000, ""));
            var to = BitcoinScenes.script(random).account(BitcoinScenes.NETWORK);
            var coin = Wallets.coin(chain);
            for (var wish :
                    List.of(Wallets.paying(chain, to, 350_000), new Wish.Sweep(coin, to), new Wish.Consolidate(coin))) {
                var bundle = (Bundle) Wallets.ready(builder.build(wish));
                assertThat(bundle.spent()).as("%s", form).hasSizeGreaterThan(3);
                accepted(bundle, signer);
                accepted++;
            }
        }
        assertEquals(12, accepted);
    }

    @Test
    void ethereum_paysExactlyThat() {
        var chain = Envelopes.TRIAL;
        for (var seed = 0L; seed < 60; seed++) {
            var random = new Random(seed);
            var key = EthereumKey.of(1 + random.nextInt(200));
            var to = EthereumKey.of(201 + random.nextInt(200)).on(chain);
            var wish = new Wish.Pay(Wallets.coin(chain), to, new BigInteger(55, random).add(BigInteger.ONE));
            var nonce = random.nextInt(1000);
            var state = Wallets.ethereum(
                    nonce, nonce + random.nextInt(3), BigInteger.TEN.pow(18).toString(), "");
            var built = Wallets.ready(Wallets.good(chain, Wallets.of(key), Knowledge.none(), state)
                    .build(wish));
            onlyPays(built, key.on(chain), Knowledge.none(), wish, seed);
        }
    }

    @Test
    void solana_paysExactlyThat() {
        ChainId chain = Solana.DEVNET;
        for (var seed = 0L; seed < 60; seed++) {
            var random = new Random(seed);
            var key = SolanaKey.number(1 + random.nextInt(50));
            var to = SolanaKey.number(60 + random.nextInt(50)).address().on(chain);
            var wish = Wallets.paying(chain, to, random.nextLong(890_880, 1_000_000_000));
            var more = random.nextBoolean()
                    ? ", \"budget\": {\"units\": %d, \"microLamports\": %d}"
                            .formatted(random.nextInt(1, 1_400_001), random.nextInt(5_000))
                    : "";
            var built = Wallets.ready(
                    Wallets.good(chain, Wallets.of(key), Knowledge.none(), Wallets.solana(5_000_000_000L, more))
                            .build(wish));
            onlyPays(built, key.address().on(chain), Knowledge.none(), wish, seed);
        }
    }
}
