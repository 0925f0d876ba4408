package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.abi.AbiFile;
import tallystick.core.chain.ethereum.abi.AbiType;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.kit.Abi;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Calldata that a contract would follow and that is not the one way to write it.
class AbiCheatsTest {
    private record Cheat(String types, String words, int offset, String expected) {}

    private static String w(String digits) {
        return "0".repeat(64 - digits.length()) + digits;
    }

    private static String l(String digits) {
        return digits + "0".repeat(64 - digits.length());
    }

    private static final List<Cheat> CHEATS = List.of(
            new Cheat("uint256", "", 4, "arguments, 32 bytes, found 0"),
            new Cheat("uint256", w("1") + "00", 36, "end of arguments, found trailing bytes"),
            new Cheat("uint8", w("100"), 34, "number of at most 8 bits"),
            new Cheat("int8", w("80"), 4, "signed number of at most 8 bits"),
            new Cheat("int8", "7" + "f".repeat(63), 4, "signed number of at most 8 bits"),
            new Cheat("address", "01" + w("1").substring(2), 4, "address after 12 zero bytes"),
            new Cheat("bool", w("2"), 35, "bool as 0 or 1"),
            new Cheat("bool", w("101"), 34, "bool as 0 or 1"),
            new Cheat("bytes3", l("61626364"), 7, "padding of zeros"),
            new Cheat("function", "f".repeat(64), 28, "padding of zeros"),
            new Cheat("bytes", w("40") + w("0") + w("0"), 4, "offset 32, where the tail before ends"),
            new Cheat("bytes", w("0") + w("0"), 4, "offset 32, where the tail before ends"),
            new Cheat("bytes", w("20") + w("1") + l("6161"), 69, "padding of zeros"),
            new Cheat("bytes", w("20") + w("21") + l("61"), 68, "33 bytes with their padding, 64 bytes, found 32"),
            new Cheat("bytes", w("20") + w("1") + "61", 68, "1 bytes with their padding, 32 bytes, found 1"),
            new Cheat("bytes", "f".repeat(64) + w("0"), 4, "offset within the input"),
            new Cheat("bytes", w("ffffff") + w("0"), 4, "offset within the input"),
            new Cheat("string", w("20") + w("ffffffffff"), 63, "length within the input"),
            new Cheat("bytes,bytes", w("40") + w("40") + w("0"), 36, "offset 96, where the tail before ends"),
            new Cheat("bytes,bytes", w("60") + w("40") + w("0") + w("0"), 4, "offset 64, where the tail before ends"),
            new Cheat("uint256[]", w("20") + w("2") + w("1"), 68, "array of 2 items, 64 bytes, found 32"),
            new Cheat("uint256[]", w("20"), 36, "array length, 32 bytes, found 0"),
            new Cheat("uint8[]", w("20") + w("1") + w("100"), 98, "number of at most 8 bits"),
            new Cheat(
                    "(uint8,bytes)",
                    w("20") + w("1") + w("60") + w("0") + w("0"),
                    68,
                    "offset 64, where the tail before ends"),
            new Cheat("bytes[2]", w("20") + w("40") + w("40") + w("0"), 68, "offset 96, where the tail before ends"));

    @Test
    void everyOtherSpelling_isRefusedWhereItBegins() {
        for (var cheat : CHEATS) {
            var signature = FunctionSignature.parse("f(" + cheat.types() + ")").orThrow();
            var calldata = Bytes.concat(signature.selector(), Bytes.ofHex(cheat.words()));
            assertThat(signature.decode(calldata))
                    .as(cheat.types() + " " + cheat.words())
                    .isEqualTo(new Parsed.Malformed<>(cheat.offset(), cheat.expected()));
        }
        assertThat(CHEATS).hasSize(25);
    }

    @Test
    void anotherSelector_isRefused() {
        var signature = FunctionSignature.parse("f()").orThrow();
        assertThat(signature.decode(Bytes.ofHex("00000000"))).isInstanceOf(Parsed.Malformed.class);
        assertThat(signature.decode(Bytes.empty())).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void textThatIsNoText_isShownAsBytes() {
        var signature = FunctionSignature.parse("f(string)").orThrow();
        var calldata = Bytes.concat(signature.selector(), Bytes.ofHex(w("20") + w("1") + l("ff")));
        assertThat(signature.decode(calldata).orThrow().getFirst().display()).isEqualTo("0xff");
    }

    @Test
    void typesThatAreNone_areRefused() {
        var refused = List.of(
                "",
                "uint7",
                "uint264",
                "uint0",
                "uint08",
                "int257",
                "bytes0",
                "bytes33",
                "fixed128x18",
                "tuple",
                "()",
                "uint256[0]",
                "uint256[01]",
                "uint256[1000000]",
                "uint256[",
                "uint256]",
                "(uint256",
                "uint256,",
                "Address",
                "uint256[999999]",
                "bytes32[40000]",
                "uint8" + "[]".repeat(17),
                "(".repeat(40) + "bool" + ")".repeat(40),
                "b".repeat(5000));
        for (var type : refused)
            assertThat(AbiType.parse(type))
                    .as(type.substring(0, Math.min(20, type.length())))
                    .isInstanceOf(Parsed.Malformed.class);
        assertThat(refused).hasSize(24);
    }

    @Test
    void tenMegabytesOfNesting_areRefusedAtOnce() {
        var deep = FunctionSignature.parse("f(uint8[][][][][][][][][][][][][][][][])")
                .orThrow();
        var hostile = new byte[10_000_000];
        for (var i = 35; i + 32 < hostile.length; i += 32) hostile[i] = 0x20;
        System.arraycopy(deep.selector().toArray(), 0, hostile, 0, 4);
        var counted = FunctionSignature.parse("f((bytes,bytes[])[])").orThrow();
        var many = hostile.clone();
        System.arraycopy(counted.selector().toArray(), 0, many, 0, 4);
        Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
            assertThat(deep.decode(Bytes.copyOf(hostile))).isInstanceOf(Parsed.Malformed.class);
            assertThat(counted.decode(Bytes.copyOf(many))).isInstanceOf(Parsed.Malformed.class);
        });
    }

    @Test
    void tenMegabytesThatAreGood_areReadInOnePass() {
        var signature = FunctionSignature.parse("f(bytes[])").orThrow();
        var items = java.util.Collections.<Object>nCopies(100_000, Bytes.copyOf(new byte[33]));
        var calldata = Abi.call("f(bytes[])", items);
        Assertions.assertTimeout(
                Duration.ofMinutes(1),
                () -> assertThat(((AbiValue.Sequence)
                                        signature.decode(calldata).orThrow().getFirst())
                                .items())
                        .hasSize(100_000));
    }

    private static Parsed<List<FunctionSignature>> file(String json) {
        return AbiFile.parse(Bytes.ofUtf8(json));
    }

    @Test
    void interfaceFile_givesItsFunctions() {
        var good = file("""
                {"abi":[{"type":"event","name":"E","inputs":[]},
                {"type":"function","name":"go","inputs":[{"name":"p","type":"tuple[2][]","components":
                [{"name":"to","type":"address"},{"name":"n","type":"uint256"}]},{"name":"b","type":"bytes"}]}]}""");
        assertThat(good.orThrow()).singleElement().satisfies(function -> {
            assertThat(function.canonical()).isEqualTo("go((address,uint256)[2][],bytes)");
            assertThat(function.inputs().getFirst().name()).isEqualTo("p");
        });
    }

    @Test
    void interfaceFile_thatIsNone_isRefused() {
        var refused = List.of(
                "{}",
                "[{\"type\":\"function\",\"inputs\":[]}]",
                "[{\"type\":\"function\",\"name\":\"a(b\",\"inputs\":[]}]",
                "[{\"type\":\"function\",\"name\":\"a\",\"inputs\":[{\"name\":\"x\"}]}]",
                "[{\"type\":\"function\",\"name\":\"a\",\"inputs\":[{\"type\":\"uint9\"}]}]",
                "[{\"type\":\"function\",\"name\":\"a\",\"inputs\":[{\"type\":\"tuple\"}]}]",
                "[{\"type\":\"function\",\"name\":\"a\",\"inputs\":[{\"type\":\"tuple[0]\",\"components\":"
                        + "[{\"type\":\"bool\"}]}]}]",
                "[{\"type\":\"function\",\"name\":\"a\",\"inputs\":[]},{\"type\":\"function\",\"name\":\"a\","
                        + "\"inputs\":[]}]",
                "[");
        for (var json : refused) assertThat(file(json)).as(json).isInstanceOf(Parsed.Malformed.class);
        assertThat(refused).hasSize(9);
    }
}
