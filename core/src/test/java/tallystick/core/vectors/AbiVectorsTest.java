package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.AbiValue.Binary;
import tallystick.core.chain.ethereum.abi.AbiValue.Numeral;
import tallystick.core.chain.ethereum.abi.AbiValue.Sequence;
import tallystick.core.chain.ethereum.abi.AbiValue.Text;
import tallystick.core.chain.ethereum.abi.AbiValue.Truth;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.crypto.codec.Bytes;

@DisplayName("Contract ABI specification, Examples and Use of Dynamic Types")
class AbiVectorsTest {

    private record Example(String signature, List<AbiValue> arguments, String calldata) {}

    private static Numeral number(long value) {
        return new Numeral(BigInteger.valueOf(value));
    }

    private static Sequence numbers(long... values) {
        return new Sequence(java.util.Arrays.stream(values)
                .mapToObj(value -> (AbiValue) number(value))
                .toList());
    }

    private static Text text(String value) {
        return new Text(Bytes.ofUtf8(value));
    }

    private static Binary binary(String value) {
        return new Binary(Bytes.ofUtf8(value));
    }

    /// A word that ends in these digits.
    private static String w(String digits) {
        return "0".repeat(64 - digits.length()) + digits;
    }

    /// A word that begins with these digits.
    private static String l(String digits) {
        return digits + "0".repeat(64 - digits.length());
    }

    private static final List<Example> EXAMPLES = List.of(
            new Example("baz(uint32,bool)", List.of(number(69), new Truth(true)), "cdcd77c0" + w("45") + w("1")),
            new Example(
                    "bar(bytes3[2])",
                    List.of(new Sequence(List.of(binary("abc"), binary("def")))),
                    "fce353f6" + l("616263") + l("646566")),
            new Example(
                    "sam(bytes,bool,uint256[])",
                    List.of(binary("dave"), new Truth(true), numbers(1, 2, 3)),
                    "a5643bf2" + w("60") + w("1") + w("a0") + w("4") + l("64617665") + w("3") + w("1") + w("2")
                            + w("3")),
            new Example(
                    "f(uint256,uint32[],bytes10,bytes)",
                    List.of(number(0x123), numbers(0x456, 0x789), binary("1234567890"), binary("Hello, world!")),
                    "8be65246" + w("123") + w("80") + l("31323334353637383930") + w("e0") + w("2") + w("456") + w("789")
                            + w("d") + l("48656c6c6f2c20776f726c6421")),
            new Example(
                    "g(uint256[][],string[])",
                    List.of(
                            new Sequence(List.of(numbers(1, 2), numbers(3))),
                            new Sequence(List.of(text("one"), text("two"), text("three")))),
                    "2289b18c" + w("40") + w("140") + w("2") + w("40") + w("a0") + w("2") + w("1") + w("2") + w("1")
                            + w("3") + w("3") + w("60") + w("a0") + w("e0") + w("3") + l("6f6e65") + w("3")
                            + l("74776f") + w("5") + l("7468726565")));

    @Test
    void publishedExamples_encodeAndDecode() {
        var checked = 0;
        for (var example : EXAMPLES) {
            var signature = FunctionSignature.parse(example.signature()).orThrow();
            assertThat(signature.encode(example.arguments()).toHex()).isEqualTo(example.calldata());
            assertThat(signature.decode(Bytes.ofHex(example.calldata())).orThrow())
                    .isEqualTo(example.arguments());
            checked++;
        }
        assertThat(checked).isEqualTo(5);
    }

    private static final Map<String, String> SELECTORS = Map.ofEntries(
            Map.entry(
                    "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
                    "6a761202"),
            Map.entry("multiSend(bytes)", "8d80ff0a"),
            Map.entry("setGuard(address)", "e19a9dd9"),
            Map.entry("enableModule(address)", "610b5925"),
            Map.entry("disableModule(address,address)", "e009cfde"),
            Map.entry("addOwnerWithThreshold(address,uint256)", "0d582f13"),
            Map.entry("swapOwner(address,address,address)", "e318b52b"),
            Map.entry("removeOwner(address,address,uint256)", "f8dc5dd9"),
            Map.entry("changeThreshold(uint256)", "694e80c3"),
            Map.entry("setFallbackHandler(address)", "f08a0323"),
            Map.entry("changeMasterCopy(address)", "7de7edef"),
            Map.entry("upgradeTo(address)", "3659cfe6"),
            Map.entry("upgradeToAndCall(address,bytes)", "4f1ef286"),
            Map.entry("transferOwnership(address)", "f2fde38b"),
            Map.entry("setLendingPoolImpl(address)", "5aef021f"),
            Map.entry("grantRole(bytes32,address)", "2f2ff15d"),
            Map.entry("approve(address,uint256)", "095ea7b3"),
            Map.entry("increaseAllowance(address,uint256)", "39509351"),
            Map.entry("setApprovalForAll(address,bool)", "a22cb465"),
            Map.entry("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", "d505accf"),
            Map.entry("transferFrom(address,address,uint256)", "23b872dd"),
            Map.entry("execTransactionFromModule(address,uint256,bytes,uint8)", "468721a7"),
            Map.entry("submitTransaction(address,uint256,bytes)", "c6427474"),
            Map.entry("confirmTransaction(uint256)", "c01a8c84"),
            Map.entry("unlockToken(address,uint256,address,bytes32)", "fe7f61ea"),
            Map.entry("withdrawERC20For(uint256,address,address,uint256,bytes)", "993e1c42"),
            Map.entry("sweepETH(address)", "1163b2b0"),
            Map.entry("sweepERC20(address,address)", "582515c7"));

    @Test
    void selectorsOfDangerousFunctions_areThosePublished() {
        SELECTORS.forEach((signature, selector) -> assertThat(
                        FunctionSignature.parse(signature).orThrow().selector().toHex())
                .as(signature)
                .isEqualTo(selector));
        assertThat(SELECTORS).hasSize(28);
    }
}
