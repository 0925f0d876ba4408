package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.Descendants;
import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtEntry;
import tallystick.core.chain.bitcoin.psbt.PsbtExport;
import tallystick.core.chain.bitcoin.psbt.PsbtImport;
import tallystick.core.chain.bitcoin.psbt.PsbtMap;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.StandardHash;

/// Somebody names thousands of paths of sixteen steps, each of which costs work. What is counted is steps, not time.
class LongPathsTest {
    private static final BitcoinSigner SIGNER = new BitcoinSigner(21);
    /// PSBT_OUT_BIP32_DERIVATION of BIP-174.
    private static final int OUTPUT_DERIVATION = 2;

    private static final String REFUSAL = "paths of at most 4096 steps together, those in common counted once";

    private static DerivationPath deep(int first, int steps) {
        return new DerivationPath(
                IntStream.range(0, steps).map(i -> i == 0 ? first : i).boxed().toList());
    }

    /// A bundle of one input at two steps of its own, and outputs of a stranger with these paths claimed for them.
    private static Parsed<Bundle> bundle(List<Optional<DerivationPath>> paths) {
        Coin coin = BitcoinScenes.coin(SIGNER, AddressForm.P2WPKH, DerivationPath.of(0, 1), 90_000_000, new Random(3));
        var outputs = paths.stream().map(_ -> new TxOutput(1000, stranger())).toList();
        var input = TxInput.unsigned(coin.at(), TxInput.FINAL);
        return Bundle.of(
                BitcoinScenes.NETWORK,
                new Transaction(2, List.of(input), outputs, 0),
                List.of(coin.spent()),
                paths,
                List.of());
    }

    private static OutputScript stranger() {
        return new BitcoinSigner(99).script(AddressForm.P2WPKH, DerivationPath.root());
    }

    private static List<Optional<DerivationPath>> claimed(int outputs, DerivationPath... more) {
        return Stream.concat(
                        IntStream.range(0, outputs).mapToObj(i -> deep(10 + i, DerivationPath.DEPTH_MAX)),
                        Stream.of(more))
                .map(Optional::of)
                .toList();
    }

    @Test
    void stepsInCommon_areDerivedOnce() {
        var keys = new Descendants(SIGNER.tree());
        var trunk = deep(7, 15);
        for (var i = 0; i < 512; i++) keys.key(trunk.child(i));
        for (var i = 0; i < 512; i++) keys.key(trunk.child(i));
        assertThat(keys.steps()).isEqualTo(15 + 512);
        for (var i = 0; i < 512; i += 100) assertThat(keys.key(trunk.child(i))).contains(SIGNER.at(trunk.child(i)));
        assertThat(keys.key(DerivationPath.root()))
                .contains(SIGNER.tree().derivation().key());
        assertThat(keys.steps()).isEqualTo(15 + 512);
    }

    @Test
    void bundleOfAsManyStepsAsMayBe_isRead_andOfOneMoreRefused() {
        // Two steps of the input, 255 times sixteen, and fourteen.
        var most = bundle(claimed(255, deep(5, 14))).orThrow();
        var keys = new Descendants(SIGNER.tree());
        most.spent().stream().map(SpentOutput::path).forEach(keys::key);
        most.paths().forEach(path -> keys.key(path.orElseThrow()));
        assertThat(keys.steps()).isEqualTo(Descendants.STEPS_MAX);
        assertThat(bundle(claimed(255, deep(5, 15))))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.expected()).isEqualTo(REFUSAL));
        // The same path twice is one.
        assertThat(bundle(claimed(255, deep(5, 14), deep(5, 14), deep(5, 3)))
                        .orThrow()
                        .paths())
                .hasSize(258);
    }

    @Test
    void bytesOfTooManySteps_areRefusedWithTheirPlace() {
        var bytes = bundle(claimed(255, deep(5, 14))).orThrow().bytes();
        // The last path's count of indices, and one index more behind it.
        var end = bytes.length() - 2;
        var at = end - 14 * 4 - 2;
        var longer = Bytes.concat(
                bytes.slice(0, at),
                Bytes.ofHex("000f"),
                bytes.slice(at + 2, end),
                Bytes.ofHex("00000005"),
                bytes.slice(end, bytes.length()));
        var refused = (Parsed.Malformed<Bundle>) Bundle.parse(BitcoinScenes.NETWORK, longer, Set.of());
        assertThat(refused.expected()).isEqualTo(REFUSAL);
        assertThat(refused.offsetBytes()).isEqualTo(at - 1 - 255 * (1 + 2 + 16 * 4));
    }

    @Test
    void psbtThatClaimsTooManySteps_isRefused() {
        assertThat(PsbtImport.bundle(BitcoinScenes.NETWORK, psbt(200), SIGNER.tree()))
                .isInstanceOf(Parsed.Ok.class);
        assertThat(PsbtImport.bundle(BitcoinScenes.NETWORK, psbt(2000), SIGNER.tree()))
                .isEqualTo(new Parsed.Malformed<Bundle>(0, "psbt that makes a bundle: " + REFUSAL));
    }

    /// Outputs of a stranger's key, each with another path that is said to lead to it.
    private static Psbt psbt(int outputs) {
        var nothing = IntStream.range(0, outputs)
                .mapToObj(_ -> Optional.<DerivationPath>empty())
                .toList();
        var psbt = PsbtExport.of(bundle(nothing).orThrow(), SIGNER.tree(), 0);
        var key = new BitcoinSigner(99).at(DerivationPath.root()).encode();
        var fingerprint =
                StandardHash.hash160(SIGNER.tree().derivation().key().encode()).slice(0, 4);
        var maps = new ArrayList<PsbtMap>();
        for (var i = 0; i < outputs; i++) {
            var origin = new Writer().raw(fingerprint);
            for (var index : deep(10 + i, DerivationPath.DEPTH_MAX).indices()) LittleEndian.u32(origin, index);
            maps.add(new PsbtMap(List.of(new PsbtEntry(OUTPUT_DERIVATION, key, origin.toBytes()))));
        }
        return new Psbt(psbt.version(), psbt.global(), psbt.inputs(), maps);
    }
}
