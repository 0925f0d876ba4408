package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bitcoin;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.derive.DerivationPath;

/// Every way to lie in a bundle, and what the reader says to it.
class BitcoinCheatsTest {
    private static final BitcoinNetwork NETWORK = BitcoinScenes.NETWORK;
    private static final BitcoinSigner SIGNER = new BitcoinSigner(21);
    private static final DerivationPath PATH = DerivationPath.of(0, 1);
    private static final Coin LEGACY = BitcoinScenes.coin(SIGNER, AddressForm.P2PKH, PATH, 70_000, new Random(1));
    private static final Coin SEGWIT = BitcoinScenes.coin(SIGNER, AddressForm.P2WPKH, PATH, 80_000, new Random(2));
    private static final TxOutput PAID = new TxOutput(60_000, new OutputScript(Bytes.ofHex("0014" + "22".repeat(20))));

    private static TxInput input(Coin coin) {
        return TxInput.unsigned(coin.at(), TxInput.FINAL);
    }

    private static Transaction transaction(TxInput... inputs) {
        return new Transaction(2, List.of(inputs), List.of(PAID), 0);
    }

    private static String refusal(Transaction transaction, List<SpentOutput> spent, List<Transaction> previous) {
        var paths = transaction.outputs().stream()
                .map(_ -> Optional.<DerivationPath>empty())
                .toList();
        return refusal(Bundle.of(NETWORK, transaction, spent, paths, previous));
    }

    private static String refusal(Parsed<?> parsed) {
        return switch (parsed) {
            case Parsed.Malformed<?>(var _, var expected) -> expected;
            case Parsed.Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
        };
    }

    private static String refusal(Bytes encoded) {
        return refusal(Bundle.parse(NETWORK, encoded, Set.of()));
    }

    private static Bundle good() {
        return Bundle.of(
                        NETWORK,
                        transaction(input(LEGACY), input(SEGWIT)),
                        List.of(LEGACY.spent(), SEGWIT.spent()),
                        List.of(Optional.of(PATH)),
                        List.of(LEGACY.made().orElseThrow(), SEGWIT.made().orElseThrow()))
                .orThrow();
    }

    private static Bytes with(Bytes bytes, int at, String hex) {
        var put = Bytes.ofHex(hex);
        return Bytes.concat(bytes.slice(0, at), put, bytes.slice(at + put.length(), bytes.length()));
    }

    @Test
    void header_otherThanOurs_isRefused() {
        var bytes = good().bytes();
        assertThat(refusal(with(bytes, 0, "55"))).isEqualTo("bundle magic");
        assertThat(refusal(with(bytes, 18, "02"))).isEqualTo("bundle version 1");
        assertThat(refusal(with(bytes, 19, "01"))).isEqualTo("network of " + NETWORK.chain());
        assertThat(refusal(with(bytes, 19, "63"))).isEqualTo("network of " + NETWORK.chain());
        assertThat(refusal(Bytes.concat(bytes, Bytes.ofHex("00")))).contains("trailing bytes");
        assertThat(refusal(Bytes.copyOf(new byte[4 * 1024 * 1024 + 1]))).contains("at most");
    }

    @Test
    void everyTruncation_isRefused() {
        var bytes = good().bytes();
        for (var length = 0; length < bytes.length(); length++)
            assertThat(Bundle.parse(NETWORK, bytes.slice(0, length), Set.of())).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void everyFlippedBit_isRefusedOrAnotherBundle() {
        var bytes = good().bytes();
        var others = 0;
        for (var bit = 0; bit < 8 * bytes.length(); bit++) {
            var flipped = bytes.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            if (Bundle.parse(NETWORK, Bytes.copyOf(flipped), Set.of()) instanceof Parsed.Ok<Bundle>(var other)) {
                assertThat(other.bytes()).isEqualTo(Bytes.copyOf(flipped));
                others++;
            }
        }
        assertThat(others).isPositive();
    }

    @Test
    void chains_andContents_otherThanThese_areRefused() {
        var bitcoin = new Bitcoin();
        assertThat(refusal(bitcoin.parse(NETWORK.chain(), Content.MESSAGE, good().bytes())))
                .contains("the only content");
        assertThat(refusal(bitcoin.parse(
                        new ChainId("bip122", "12a765e31ffd4059bada1e25190f6e98"),
                        Content.TRANSACTION,
                        good().bytes())))
                .isEqualTo("a network known here");
        assertThat(refusal(bitcoin.parse(BitcoinNetwork.MAINNET.chain(), Content.TRANSACTION, good().bytes())))
                .contains("network of");
        assertThatThrownBy(() -> bitcoin.account(new ChainId("eip155", "1"), SIGNER.at(PATH)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(bitcoin.account(new ChainId("eip155", "1"), "script:51")).isEmpty();
    }

    @Test
    void transaction_notOfOneUnsignedPayment_isRefused() {
        var spent = List.of(SEGWIT.spent());
        var odd = new Transaction(4, List.of(input(SEGWIT)), List.of(PAID), 0);
        assertThat(refusal(odd, spent, List.of())).isEqualTo("transaction version in 1..3");
        var zero = new Transaction(0, List.of(input(SEGWIT)), List.of(PAID), 0);
        assertThat(refusal(zero, spent, List.of())).isEqualTo("transaction version in 1..3");
        assertThat(refusal(new Transaction(2, List.of(), List.of(PAID), 0), List.of(), List.of()))
                .isEqualTo("1..512 inputs");
        assertThat(refusal(new Transaction(2, List.of(input(SEGWIT)), List.of(), 0), spent, List.of()))
                .isEqualTo("an output");
        var signed = new TxInput(SEGWIT.at(), Bytes.ofHex("51"), TxInput.FINAL, List.of());
        assertThat(refusal(transaction(signed), spent, List.of())).isEqualTo("input 0 without scriptSig");
        var coinbase = TxInput.unsigned(OutPoint.of("00".repeat(32), 0xffff_ffffL), TxInput.FINAL);
        assertThat(refusal(transaction(coinbase), spent, List.of())).isEqualTo("input 0 that spends an output");
        assertThat(refusal(
                        transaction(input(SEGWIT), input(SEGWIT)), List.of(SEGWIT.spent(), SEGWIT.spent()), List.of()))
                .isEqualTo("input 1 that spends an output of its own");
    }

    @Test
    void tooManyInputs_areRefused() {
        var inputs = new ArrayList<TxInput>();
        var spent = new ArrayList<SpentOutput>();
        for (var i = 0; i <= Bundle.INPUTS_MAX; i++) {
            inputs.add(TxInput.unsigned(new OutPoint(SEGWIT.at().transaction(), i), TxInput.FINAL));
            spent.add(SEGWIT.spent());
        }
        assertThat(refusal(new Transaction(2, inputs, List.of(PAID), 0), spent, List.of()))
                .isEqualTo("1..512 inputs");
    }

    @Test
    void tooLargeTransaction_isRefused() {
        var outputs = new ArrayList<TxOutput>();
        for (var i = 0; i < 11; i++)
            outputs.add(new TxOutput(0, new OutputScript(Bytes.copyOf(new byte[OutputScript.LENGTH_BYTES_MAX]))));
        assertThat(refusal(new Transaction(2, List.of(input(SEGWIT)), outputs, 0), List.of(SEGWIT.spent()), List.of()))
                .isEqualTo("transaction of at most 100000 bytes");
    }

    @Test
    void values_thatDoNotAddUp_areRefused() {
        var rich = new TxOutput(TxOutput.VALUE_MAX, PAID.script());
        var two = new Transaction(2, List.of(input(SEGWIT)), List.of(rich, rich), 0);
        assertThat(refusal(two, List.of(SEGWIT.spent()), List.of())).isEqualTo("outputs of at most 21e14 together");
        var all = SpentOutput.whole(
                new TxOutput(TxOutput.VALUE_MAX, SEGWIT.spent().output().script()), SIGNER.at(PATH), PATH);
        var other = TxInput.unsigned(new OutPoint(SEGWIT.at().transaction(), 9), TxInput.FINAL);
        assertThat(refusal(transaction(input(SEGWIT), other), List.of(all, all), List.of()))
                .isEqualTo("inputs of at most 21e14 together");
        var more = new Transaction(2, List.of(input(SEGWIT)), List.of(new TxOutput(80_001, PAID.script())), 0);
        assertThat(refusal(more, List.of(SEGWIT.spent()), List.of())).isEqualTo("inputs worth at least the outputs");
        assertThatThrownBy(() -> new TxOutput(TxOutput.VALUE_MAX + 1, PAID.script()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scriptOfAnotherKey_isRefused() {
        assertThatThrownBy(() -> SpentOutput.whole(SEGWIT.spent().output(), SIGNER.at(DerivationPath.root()), PATH))
                .isInstanceOf(IllegalArgumentException.class);
        // The key in the bytes is changed for another good one.
        var bytes = good().bytes();
        var key = SIGNER.at(PATH).encode();
        var at = bytes.toHex().indexOf(key.toHex()) / 2;
        var other = with(bytes, at, SIGNER.at(DerivationPath.root()).encode().toHex());
        assertThat(refusal(other)).isEqualTo("script of input 0 as one of its key alone");
    }

    @Test
    void sighashTypes_notAskedFor_areRefusedByName() {
        for (var type : SighashType.values()) {
            if (type.isWhole()) continue;
            var spent = new SpentOutput(SEGWIT.spent().output(), SIGNER.at(PATH), Optional.empty(), PATH, type);
            var bundle = Bundle.of(
                            NETWORK, transaction(input(SEGWIT)), List.of(spent), List.of(Optional.empty()), List.of())
                    .orThrow();
            assertThat(refusal(bundle.bytes())).isEqualTo("sighash type of input 0 that commits to everything");
            assertThat(new Bitcoin(Set.of(type)).parse(NETWORK.chain(), Content.TRANSACTION, bundle.bytes()))
                    .isInstanceOf(Parsed.Ok.class);
        }
        assertThatThrownBy(() -> new SpentOutput(
                        SEGWIT.spent().output(), SIGNER.at(PATH), Optional.empty(), PATH, SighashType.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sighashBytes_thatMeanNothing_areRefused() {
        var bytes = good().bytes();
        var script = SEGWIT.spent().output().script().bytes().toHex();
        // script, key, no tree, path of two indices: then the type.
        var at = bytes.toHex().indexOf(script) / 2 + 22 + 33 + 1 + 2 + 8;
        assertThat(bytes.at(at)).isEqualTo(1);
        assertThat(refusal(with(bytes, at, "04"))).isEqualTo("sighash type");
        assertThat(refusal(with(bytes, at, "00"))).isEqualTo("sighash type of input 1 other than DEFAULT");
    }

    @Test
    void oneOutputSighash_withoutThatOutput_isRefused() {
        var single =
                new SpentOutput(SEGWIT.spent().output(), SIGNER.at(PATH), Optional.empty(), PATH, SighashType.SINGLE);
        assertThat(refusal(
                        transaction(input(LEGACY), input(SEGWIT)),
                        List.of(LEGACY.spent(), single),
                        List.of(LEGACY.made().orElseThrow())))
                .isEqualTo("an output at the place of input 1");
    }

    @Test
    void legacyInput_withoutItsTransaction_isRefused() {
        assertThat(refusal(transaction(input(LEGACY)), List.of(LEGACY.spent()), List.of()))
                .isEqualTo("the transaction that made the output of input 0");
    }

    @Test
    void valueOtherThanMade_isRefused() {
        for (var coin : List.of(LEGACY, SEGWIT)) {
            var lied = SpentOutput.whole(
                    new TxOutput(coin.valueSatoshi() + 1, coin.spent().output().script()), SIGNER.at(PATH), PATH);
            assertThat(refusal(
                            transaction(input(coin)),
                            List.of(lied),
                            List.of(coin.made().orElseThrow())))
                    .isEqualTo("value and script of input 0 as made");
        }
    }

    @Test
    void outputThatWasNeverMade_isRefused() {
        var beyond = TxInput.unsigned(new OutPoint(LEGACY.at().transaction(), 2), TxInput.FINAL);
        assertThat(refusal(
                        transaction(beyond),
                        List.of(LEGACY.spent()),
                        List.of(LEGACY.made().orElseThrow())))
                .isEqualTo("value and script of input 0 as made");
    }

    @Test
    void previousTransactions_inAnotherOrderOrTwiceOrUnused_areRefused() {
        var good = good().bytes().toHex();
        var first = carried(LEGACY);
        var second = carried(SEGWIT);
        assertThat(good).endsWith("0002" + first + second);
        for (var cheat : List.of(second + first, first + first, second + second))
            assertThat(refusal(Bytes.ofHex(good.replace(first + second, cheat))))
                    .isIn(
                            "previous transactions once each, as first used",
                            "the transaction that made the output of input 0");
        var unused = carried(BitcoinScenes.coin(SIGNER, AddressForm.P2WPKH, PATH, 1000, new Random(9)));
        assertThat(refusal(Bytes.ofHex(good.replace(second, unused))))
                .isEqualTo("previous transactions once each, as first used");
        assertThat(refusal(Bytes.ofHex(good.replace("0002" + first + second, "0003" + first + second + unused))))
                .isEqualTo("previous transactions count in 0..2");
    }

    private static String carried(Coin coin) {
        var bytes = coin.made().orElseThrow().encodeStripped();
        return "%08x".formatted(bytes.length()) + bytes.toHex();
    }

    @Test
    void signatures_ofAnotherKindCountOrDigest_areNotAttached() {
        var bundle = good();
        var good = SIGNER.sign(bundle);
        var plain = new ChainSignature.Plain(Bytes.copyOf(new byte[64]));
        for (var cheat : List.<List<? extends ChainSignature>>of(
                List.of(),
                List.of(good.get(0)),
                List.of(good.get(1), good.get(0)),
                List.of(good.get(0), plain),
                List.of(
                        good.get(0),
                        new RecoverableSignature(Bytes.ofHex("01".repeat(32)), Bytes.ofHex("01".repeat(32)), 0))))
            assertThatThrownBy(() -> bundle.attach(cheat)).isInstanceOf(IllegalArgumentException.class);
        assertThat(bundle.attach(good).id()).hasSize(64);
    }

    @Test
    void taprootSignature_ofTheUntweakedKeyOrOfEcdsa_isNotAttached() {
        var coin = BitcoinScenes.coin(SIGNER, AddressForm.P2TR, PATH, 80_000, new Random(3));
        var bundle = Bundle.of(
                        NETWORK, transaction(input(coin)), List.of(coin.spent()), List.of(Optional.empty()), List.of())
                .orThrow();
        var ecdsa = SIGNER.sign(good()).getFirst();
        assertThatThrownBy(() -> bundle.attach(List.of(ecdsa))).hasMessageContaining("ecdsa");
        var wrong = new ChainSignature.Plain(Bytes.copyOf(new byte[64]));
        assertThatThrownBy(() -> bundle.attach(List.of(wrong))).hasMessageContaining("verify");
    }

    @Test
    void transactionBytes_thatAreNotCanonical_areRefused() {
        var valid = transaction(input(SEGWIT)).encode();
        assertThat(Transaction.parse(valid)).isInstanceOf(Parsed.Ok.class);
        var hex = valid.toHex();
        var longCount = hex.substring(0, 8) + "fd0100" + hex.substring(10);
        assertThat(refusal(Transaction.parse(Bytes.ofHex(longCount)))).isEqualTo("input count in the fewest bytes");
        var huge = hex.substring(0, 8) + "ff" + hex.substring(10);
        assertThat(refusal(Transaction.parse(Bytes.ofHex(huge)))).startsWith("input count in 0..");
        assertThat(refusal(Transaction.parse(Bytes.ofHex(hex + "00")))).contains("trailing");
        var flagged = hex.substring(0, 8) + "0002" + hex.substring(8);
        assertThat(refusal(Transaction.parse(Bytes.ofHex(flagged)))).isEqualTo("witness flag 01");
        var empty = hex.substring(0, 8) + "0001" + hex.substring(8, hex.length() - 8) + "00" + "00000000";
        assertThat(refusal(Transaction.parse(Bytes.ofHex(empty)))).isEqualTo("a witness, as the flag says");
        assertThat(refusal(Transaction.parse(Bytes.ofHex(hex.substring(0, 8) + "000100" + "00" + "00000000"))))
                .isEqualTo("inputs of a transaction with witness");
        assertThat(refusal(Transaction.parse(Bytes.copyOf(new byte[Transaction.LENGTH_BYTES_MAX + 1]))))
                .contains("at most");
    }

    @Test
    void transactionNumbers_outOfRange_areRefused() {
        assertThatThrownBy(() -> new Transaction(-1, List.of(), List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TxInput.unsigned(SEGWIT.at(), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutPoint(SEGWIT.at().transaction(), -1))
                .isInstanceOf(IllegalArgumentException.class);
        var value = Bytes.concat(Bytes.ofHex("02000000" + "00" + "01" + "01406352bfc60107" + "00" + "00000000"));
        assertThat(refusal(Transaction.parseStripped(value))).isEqualTo("output value in 0..21e14");
    }
}
