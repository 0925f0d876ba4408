package tallystick.core.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Yellow Paper, appendix B; EIP-55")
class RlpVectorsTest {
    private static Rlp text(String value) {
        return Rlp.of(Bytes.ofUtf8(value));
    }

    private static final Map<String, Rlp> EXAMPLES = Map.of(
            "83646f67",
            text("dog"),
            "c88363617483646f67",
            Rlp.of(List.of(text("cat"), text("dog"))),
            "80",
            text(""),
            "c0",
            Rlp.of(List.of()),
            "0f",
            Rlp.of(BigInteger.valueOf(15)),
            "820400",
            Rlp.of(BigInteger.valueOf(1024)),
            "c7c0c1c0c3c0c1c0",
            Rlp.of(List.of(
                    Rlp.of(List.of()),
                    Rlp.of(List.of(Rlp.of(List.of()))),
                    Rlp.of(List.of(Rlp.of(List.of()), Rlp.of(List.of(Rlp.of(List.of()))))))),
            "b838" + "4c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e736563746574757220"
                    + "6164697069736963696e6720656c6974",
            text("Lorem ipsum dolor sit amet, consectetur adipisicing elit"));

    @Test
    void publishedExamples_encodeAndParse() {
        var checked = 0;
        for (var example : EXAMPLES.entrySet()) {
            assertEquals(example.getKey(), example.getValue().encode().toHex());
            assertEquals(
                    example.getValue(), Rlp.parse(Bytes.ofHex(example.getKey())).orThrow());
            checked++;
        }
        assertEquals(8, checked);
    }

    @Test
    void nonCanonicalForms_areMalformed() {
        var refused = 0;
        for (var hex : List.of(
                "8105", // a byte below 0x80 with a prefix
                "b800", // long form of an empty string
                "b90001" + "00", // length with a leading zero
                "f800", // long form of an empty list
                "83646f", // shorter than its length
                "c883636174", // list shorter than its length
                "c2836364", // item reaching past its list
                "83646f6700", // trailing byte
                "", // nothing
                "bfffffffffffffffff", // length beyond any memory
                "c1".repeat(9) + "c0")) {
            assertInstanceOf(Parsed.Malformed.class, Rlp.parse(Bytes.ofHex(hex)), hex);
            refused++;
        }
        assertEquals(11, refused);
    }

    private static Rlp item(Json value) {
        return value.isList()
                ? Rlp.of(value.items().stream().map(RlpVectorsTest::item).toList())
                : Rlp.of(value.hex());
    }

    @Test
    void publishedCases_ofClients_encodeParseOrAreMalformed() {
        var file = VectorFiles.ours("ethereum/rlp.json");
        var valid = 0;
        for (var each : file.get("valid").items()) {
            var what = each.get("case").text();
            var item = item(each.get("value"));
            assertEquals(each.get("encoded").hex(), item.encode(), what);
            assertEquals(item, Rlp.parse(each.get("encoded").hex()).orThrow(), what);
            valid++;
        }
        assertEquals(28, valid);
        var invalid = 0;
        for (var each : file.get("invalid").items()) {
            assertInstanceOf(
                    Parsed.Malformed.class,
                    Rlp.parse(each.get("encoded").hex()),
                    each.get("case").text());
            invalid++;
        }
        assertEquals(26, invalid);
    }

    @Test
    void eip55Examples_printWithTheirChecksum() {
        var checked = 0;
        for (var text : List.of(
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")) {
            assertEquals(text, Address.parse(text).orElseThrow().toString());
            checked++;
        }
        assertEquals(6, checked);
        assertEquals(
                true,
                Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD").isEmpty(),
                "wrong checksum");
    }
}
