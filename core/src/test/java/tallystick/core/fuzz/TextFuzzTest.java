package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.Bech32;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.psbt.Psbt;
import tallystick.core.chain.bitcoin.psbt.PsbtClaims;
import tallystick.core.chain.bitcoin.psbt.PsbtExport;
import tallystick.core.chain.bitcoin.psbt.PsbtImport;
import tallystick.core.chain.ethereum.abi.AbiFile;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.descriptor.DescriptorFile;
import tallystick.core.chain.json.Json;
import tallystick.core.kit.BitcoinScenes;
import tallystick.core.kit.BitcoinSigner;
import tallystick.core.tlog.Checkpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;

/// Whatever a person or a file says in text is refused where it is wrong, or is read in the one way there is.
class TextFuzzTest {
    private static final BitcoinSigner SIGNER = new BitcoinSigner(1);

    private static Stream<String> checkpoints() {
        var plain = Checkpoint.of("tallystick.node/alpha", new TreeHead(7, StandardHash.sha256(Bytes.empty())));
        return Stream.of(
                plain.text(),
                new Checkpoint(plain.origin(), plain.head(), java.util.List.of("an extension", "another")).text());
    }

    private static Stream<String> programs() {
        return Stream.of(
                Bech32.encode("bc", new Bech32.Program(0, Bytes.copyOf(new byte[20]))),
                Bech32.encode("bc", new Bech32.Program(1, Bytes.copyOf(new byte[32]))),
                Bech32.encode("bc", new Bech32.Program(16, Bytes.copyOf(new byte[2]))));
    }

    private static Stream<String> signatures() {
        return Stream.of(
                "transfer(address,uint256)",
                "f(uint8,(address,bytes[],bool)[],string,int24[2],bytes5,(uint256,bytes)[2][])",
                "g(uint memory a, function calldata b, bytes32 c)");
    }

    private static Stream<byte[]> files() {
        var function = """
                {"type":"function","name":"f","inputs":[{"name":"a","type":"tuple[2]",\
                "components":[{"name":"b","type":"uint8"}]}]}""";
        var descriptor = """
                {"context":{"contract":{"deployments":[{"chainId":1,\
                "address":"0x000000000022D473030F116dDEE9F6B43aC78BA3"}]}},\
                "display":{"definitions":{"d":{"label":"To","format":"addressName"}},\
                "formats":{"f(address a,uint256 b)":{"intent":"Send","fields":[\
                {"path":"a","$ref":"$.display.definitions.d"},{"path":"#.b","label":"Amount","format":"amount"},\
                {"path":"a","fields":[{"path":"[0].c","label":"x","format":"date","params":{"encoding":"t"}}]}]}}}}""";
        return Stream.of("[" + function + "]", "{\"abi\":[" + function + "]}", descriptor)
                .map(text -> Bytes.ofUtf8(text).toArray());
    }

    private static Stream<String> psbts() {
        return Stream.of(AddressForm.values())
                .map(form -> BitcoinScenes.bundle(SIGNER, java.util.List.of(form), new Random(1)))
                .map(bundle -> PsbtExport.of(bundle, SIGNER.tree(), 2))
                .map(psbt -> Base64.getEncoder().encodeToString(psbt.encode().toArray()));
    }

    private static Stream<byte[]> bundles() {
        return Stream.of(AddressForm.values())
                .map(form -> BitcoinScenes.bundle(SIGNER, java.util.List.of(form), new Random(2)))
                .map(bundle -> bundle.bytes().toArray());
    }

    @MethodSource("checkpoints")
    @FuzzTest
    void anyCheckpoint_isRefusedOrCanonical(@NotNull String text) {
        var lengthBytes = Bytes.ofUtf8(text).length();
        Canonical.within(lengthBytes, () -> Checkpoint.parse(text))
                .ifPresent(checkpoint -> assertThat(checkpoint.text()).isEqualTo(text));
    }

    @MethodSource("programs")
    @FuzzTest
    void anyBech32_isRefusedOrCanonical(@NotNull String text) {
        Canonical.within(text.length(), () -> Bech32.parse("bc", text))
                .ifPresent(program ->
                        assertThat(Bech32.encode("bc", program)).isEqualTo(text.toLowerCase(java.util.Locale.ROOT)));
    }

    /// Labels and spaces are no part of what is called; the selector's text is, and reads back as itself.
    @MethodSource("signatures")
    @FuzzTest
    void anyFunctionSignature_isRefusedOrHasOneCanonicalText(@NotNull String text) {
        Canonical.within(text.length(), () -> FunctionSignature.parse(text)).ifPresent(function -> {
            var again = Canonical.text(function.canonical(), FunctionSignature::parse, FunctionSignature::canonical);
            assertThat(again).map(FunctionSignature::selector).contains(function.selector());
            Canonical.within(4, () -> function.decode(function.selector()));
        });
    }

    @MethodSource("files")
    @FuzzTest
    void anyJsonFile_isRefusedWithinIt(byte @NotNull [] bytes) {
        var file = Bytes.copyOf(bytes);
        Canonical.within(file.length(), () -> Json.parse(file));
        Canonical.within(file.length(), () -> AbiFile.parse(file))
                .ifPresent(functions ->
                        functions.forEach(function -> assertThat(FunctionSignature.parse(function.canonical())
                                        .orThrow()
                                        .selector())
                                .isEqualTo(function.selector())));
        Canonical.within(file.length(), () -> DescriptorFile.parse(file, StandardHash.sha256(file)));
    }

    @MethodSource("psbts")
    @FuzzTest
    void anyPsbtText_isRefusedOrUnderstood(@NotNull String text) {
        Canonical.within(text.length(), () -> Psbt.parse(text)).ifPresent(psbt -> {
            Canonical.bytes(psbt.encode().toArray(), Psbt::parse, Psbt::encode);
            var length = psbt.encode().length();
            Canonical.within(length, () -> PsbtClaims.of(psbt));
            Canonical.within(length, () -> PsbtImport.bundle(BitcoinScenes.NETWORK, psbt, SIGNER.tree()))
                    .ifPresent(bundle -> assertThat(bundle.transaction())
                            .isEqualTo(psbt.transaction().orElseThrow()));
        });
    }

    @MethodSource("bundles")
    @FuzzTest
    void anyBundle_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var all = Set.of(SighashType.values());
        Canonical.bytes(bytes, input -> Bundle.parse(BitcoinScenes.NETWORK, input, all), Bundle::bytes);
    }
}
