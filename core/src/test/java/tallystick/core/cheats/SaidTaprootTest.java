package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Warning;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.crypto.derive.DerivationPath;

/// A thief's own coin is said to be a Taproot coin of ours, whose signature would vouch for every amount: the thief
/// signs it without us, and two lies about two other coins give two good signatures.
@DisplayName("Coins said to be Taproot's")
class SaidTaprootTest {
    private static final BitcoinSigner SIGNER = new BitcoinSigner(31);

    private static Coin coin(AddressForm form, int number) {
        return BitcoinScenes.coin(SIGNER, form, DerivationPath.of(0, number), 400_000, new Random(number));
    }

    /// Without the transaction that made it.
    private static Coin said(AddressForm form, int number) {
        var coin = coin(form, number);
        return new Coin(coin.at(), coin.spent(), Optional.empty());
    }

    /// Whether values are told to be unproven, and so that no node signs.
    private static boolean isUnproven(Coin... coins) {
        var transaction = new Transaction(
                2,
                List.of(coins).stream()
                        .map(coin -> TxInput.unsigned(coin.at(), TxInput.FINAL))
                        .toList(),
                List.of(new TxOutput(390_000L * coins.length, BitcoinScenes.script(new Random(1)))),
                0);
        var bundle = Bundle.of(
                        BitcoinScenes.NETWORK,
                        transaction,
                        List.of(coins).stream().map(Coin::spent).toList(),
                        List.of(Optional.empty()),
                        List.of(coins).stream()
                                .flatMap(coin -> coin.made().stream())
                                .toList())
                .orThrow();
        var account = SIGNER.account(BitcoinScenes.NETWORK);
        var warned = bundle.warnings(account, SIGNER.knowledge()).stream()
                .map(Warning::code)
                .anyMatch("VALUE_UNPROVEN"::equals);
        var undecoded =
                bundle.effects(account, SIGNER.knowledge()).stream().anyMatch(Effect.Undecoded.class::isInstance);
        assertThat(warned).isEqualTo(undecoded);
        return warned;
    }

    @Test
    void taprootThatIsOnlySaid_vouchesForNoCoinThatIsSignedInAnotherWay() {
        var ours = said(AddressForm.P2WPKH, 2);
        assertThat(isUnproven(said(AddressForm.P2TR, 1), ours, said(AddressForm.P2WPKH, 3)))
                .isTrue();
        assertThat(isUnproven(coin(AddressForm.P2TR, 1), ours, said(AddressForm.P2WPKH, 3)))
                .isFalse();
        assertThat(isUnproven(ours, said(AddressForm.P2WPKH, 3))).isTrue();
    }

    @Test
    void taprootAlone_vouchesForItself() {
        assertThat(isUnproven(said(AddressForm.P2TR, 1), said(AddressForm.P2TR, 2)))
                .isFalse();
    }
}
