package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.core.kit.TypedTexts.TOKEN;

import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

class TypedCheatsTest {
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final String MAIL = TypedTexts.MAIL.replace("\n", "");

    /// Refused where `place` ends in the text.
    private static void refused(String text, String place, String expected) {
        switch (TypedMessage.parse(CHAIN, Bytes.ofUtf8(text))) {
            case Parsed.Malformed<TypedMessage>(var at, var what) -> {
                assertThat(what).contains(expected);
                assertEquals(text.indexOf(place) + place.length(), at, what);
            }
            case Parsed.Ok<TypedMessage> ok -> Assertions.fail("read as " + ok);
        }
    }

    private static String mail(String from, String to) {
        var changed = MAIL.replace(from, to);
        assertThat(changed).isNotEqualTo(MAIL);
        return changed;
    }

    private static void value(String type, String json, String expected) {
        var text = TypedTexts.of("One", TOKEN, "One(%s x)".formatted(type), "{\"x\":%s}".formatted(json));
        refused(text, "\"message\":{\"x\":", expected);
    }

    private static void value(String type, String json, String expected, String before) {
        var text = TypedTexts.of("One", TOKEN, "One(%s x)".formatted(type), "{\"x\":%s}".formatted(json));
        refused(text, "\"message\":{\"x\":" + before, expected);
    }

    private static void good(String type, String json) {
        var text = TypedTexts.of("One", TOKEN, "One(%s x)".formatted(type), "{\"x\":%s}".formatted(json));
        assertThat(TypedMessage.parse(CHAIN, Bytes.ofUtf8(text))).isInstanceOf(Parsed.Ok.class);
    }

    @Test
    void json_thatCanBeReadInTwoWays() {
        refused("", "", "a json value");
        refused("{\"a\":1,\"a\":2}", "{\"a\":1,", "a name given once");
        refused(MAIL + "x", MAIL, "end of input");
        refused("[1.5]", "[1", "without fraction or exponent");
        refused("[1e3]", "[1", "without fraction or exponent");
        refused("[01]", "[", "without leading zeros");
        refused("[-0]", "[", "zero without a sign");
        refused("[" + "1".repeat(79) + "]", "[", "at most 78 digits");
        refused("[1,]", "[1,", "a json value");
        refused("[,1]", "[", "a json value");
        refused("[1 2]", "[1 ", "a comma or the end");
        refused("{\"a\" 1}", "{\"a\" ", "a colon");
        refused("{a:1}", "{", "a name in quotes");
        refused("{\"a\":1,}", "{\"a\":1,", "a name in quotes");
        refused("[truth]", "[tru", "the word true");
        refused("[\"\\x\"]", "[\"", "an escape of json");
        refused("[\"\\u12g4\"]", "[\"\\u12", "four hex digits");
        refused("[\"\\ud800\"]", "[\"", "whole surrogate pairs");
        refused("[\"\\udc00\"]", "[\"", "whole surrogate pairs");
        refused("[\"\\ud800\\u0041\"]", "[\"", "whole surrogate pairs");
        refused("[\"a\nb\"]", "[\"a", "without bare control characters");
        refused("[\"a", "[\"a", "without bare control characters");
        refused("[".repeat(65), "[".repeat(64), "nested at most 64");
        refused("[" + "[".repeat(10) + "]".repeat(10), "[" + "[".repeat(10) + "]".repeat(10), "a comma or the end");
    }

    @Test
    void bytes_thatAreNoUtf8() {
        var checked = 0;
        for (var hex : List.of("c080", "eda080", "f4908080", "ff", "80", "c3", "e282", "f8888080", "c328")) {
            var text = Bytes.concat(Bytes.ofUtf8("[\""), Bytes.ofHex(hex), Bytes.ofUtf8("\"]"));
            assertThat(TypedMessage.parse(CHAIN, text)).isEqualTo(new Parsed.Malformed<>(2, "utf-8"));
            checked++;
        }
        assertEquals(9, checked);
    }

    @Test
    void moreValuesThanPeopleCanBeShown_areRefused() {
        good("uint8[]", "[" + "1,".repeat(4095) + "1]");
        var many = "[" + "1,".repeat(4096);
        value("uint8[]", many + "1]", "at most 4096 values", many);
        good("uint8[][]", "[" + "[],".repeat(4095) + "[]]");
        value("uint8[][]", "[" + "[],".repeat(4096) + "[]]", "at most 4096 values", "[" + "[],".repeat(4096));
    }

    @Test
    void textThatIsTooLong_isRefused() {
        var spaces = Bytes.ofUtf8(" ".repeat(TypedMessage.LENGTH_BYTES_MAX));
        assertThat(TypedMessage.parse(CHAIN, Bytes.concat(spaces, Bytes.ofUtf8(" "))))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertEquals(TypedMessage.LENGTH_BYTES_MAX, malformed.offsetBytes()));
    }

    @Test
    void partsMissingOrTooMany_areRefused() {
        refused("[]", "", "types, primaryType, domain and message");
        refused(mail("\"primaryType\":\"Mail\",", ""), "", "types, primaryType, domain and message");
        refused(mail("\"primaryType\":\"Mail\"", "\"primaryType\":\"Mail\",\"more\":1"), "", "nothing else");
        refused(mail("\"primaryType\":\"Mail\"", "\"primaryType\":\"Post\""), "", "a declared struct");
        refused(mail("\"primaryType\":\"Mail\"", "\"primaryType\":\"EIP712Domain\""), "", "a declared struct");
        refused(mail("\"primaryType\":\"Mail\"", "\"primaryType\":7"), "", "a declared struct");
        refused(mail(",\"contents\":\"Hello, Bob!\"", ""), "\"message\":", "every member of its type");
        refused(mail("\"Hello, Bob!\"", "\"Hello\",\"cc\":1"), "\"cc\":", "no member besides those");
        refused(mail("\"message\":{", "\"message\":[{").replace("}}", "}]}"), "\"message\":", "a struct");
    }

    @Test
    void types_thatAreNone() {
        var person = "\"Person\":[";
        refused(
                mail("{\"types\":{", "{\"types\":[{").replace("]},\"primary", "]}],\"primary"),
                "{\"types\":",
                "by name");
        refused(mail(person, "\"uint8\":["), "\"uint8\":", "a name of its own");
        refused(mail(person, "\"a b\":["), "\"a b\":", "a name of its own");
        refused(mail(person, "\"string\":["), "\"string\":", "a name of its own");
        refused(mail(person, "\"People\":["), "\"Mail\":", "members of declared types");
        refused(mail("\"type\":\"Person\"}", "\"type\":\"EIP712Domain\"}"), "\"Mail\":", "members of declared types");
        refused(mail("\"types\":{", "\"types\":{\"Lost\":[],"), "{\"types\":", "only structs that the message");
        var checked = 0;
        for (var type : List.of(
                "uint",
                "int",
                "uint7",
                "uint264",
                "uint08",
                "bytes0",
                "bytes33",
                "string[0]",
                "x y",
                "string[",
                "string]",
                "string[-1]",
                "string[1][2][3][4][5][6][7][8][9]",
                "")) {
            refused(
                    mail(
                            "{\"name\":\"contents\",\"type\":\"string\"}",
                            "{\"name\":\"contents\",\"type\":\"%s\"}".formatted(type)),
                    "{\"name\":\"contents\",\"type\":",
                    "a type of EIP-712");
            checked++;
        }
        assertEquals(14, checked);
        var contents = "{\"name\":\"contents\",\"type\":\"string\"}";
        var before = "{\"name\":\"to\",\"type\":\"Person\"},";
        refused(mail(contents, "7"), before, "a name and a type");
        refused(mail(contents, "{\"name\":\"contents\"}"), before, "a name and a type");
        refused(mail(contents, "{\"name\":\"to\",\"type\":\"string\"}"), before + "{\"name\":", "named once");
        refused(mail(contents, "{\"name\":\"t o\",\"type\":\"string\"}"), before + "{\"name\":", "letters and digits");
        refused(
                mail("\"Mail\":[", "\"Mail\":{\"a\":[").replace("]},\"primary", "]}},\"primary"),
                "\"Mail\":",
                "a list of");
    }

    @Test
    void tooManyTypes_areRefused() {
        var structs = new StringBuilder();
        for (var i = 0; i < 65; i++) structs.append("S").append(i).append("(uint8 x)");
        refused(TypedTexts.of("Many", TOKEN, structs.toString(), "{}"), "{\"types\":", "at most 64 structs");
        var members = new StringBuilder("Many(");
        for (var i = 0; i < 129; i++)
            members.append(i == 0 ? "" : ",").append("uint8 x").append(i);
        refused(TypedTexts.of("Many", TOKEN, members.append(")").toString(), "{}"), "\"Many\":", "at most 128 members");
    }

    @Test
    void domains_thatBindToNothingOrToAnother() {
        refused(mail("\"chainId\":1", "\"chainId\":2"), "\"domain\":", "chainId of eip155:1");
        refused(mail("\"chainId\":1,", ""), "\"domain\":", "every member of its type");
        refused(mail("\"EIP712Domain\"", "\"Domain\""), "{\"types\":", "the type EIP712Domain");
        refused(mail("\"type\":\"uint256\"", "\"type\":\"uint8\""), "{\"types\":", "the members of EIP712Domain");
        refused(mail("\"version\"", "\"release\""), "{\"types\":", "the members of EIP712Domain");
        refused(
                mail(
                        "{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"version\",\"type\":\"string\"},",
                        "{\"name\":\"version\",\"type\":\"string\"},{\"name\":\"name\",\"type\":\"string\"},"),
                "{\"types\":",
                "in their order");
        var bare = MAIL.replaceFirst("\"EIP712Domain\":\\[[^]]*]", "\"EIP712Domain\":[]")
                .replaceFirst("\"domain\":\\{[^}]*}", "\"domain\":{}");
        refused(bare, "{\"types\":", "the type EIP712Domain with its members");
    }

    @Test
    void contractAccountsOwnTypes_areRefused() {
        var checked = 0;
        for (var name : List.of("SafeTx", "SafeMessage", "SafeOp", "PackedUserOperation", "UserOperation")) {
            refused(
                    TypedTexts.of("", TOKEN, name + "(bytes message)", "{\"message\":\"0x\"}"),
                    "\"primaryType\":",
                    "use contract account content");
            checked++;
        }
        assertEquals(5, checked);
    }

    @Test
    void values_thatDoNotFit() {
        value("uint8", "256", "a number of uint8");
        value("uint8", "-1", "a number of uint8");
        value("int8", "128", "a number of int8");
        value("int8", "\"-129\"", "a number of int8");
        value("uint256", "\"1.0\"", "a whole number");
        value("uint256", "\"01\"", "a whole number");
        value("uint256", "\"-0\"", "a whole number");
        value("uint256", "\"0x\"", "a whole number");
        value("uint256", "\"" + "9".repeat(78) + "\"", "a number of uint256");
        value("uint256", "null", "a whole number");
        value("bool", "1", "true or false");
        value("bool", "\"true\"", "true or false");
        value("address", "\"0x12\"", "right checksum");
        value("address", "\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD\"", "right checksum");
        value("address", "1", "an address in quotes");
        value("bytes4", "\"0x010203\"", "4 bytes");
        value("bytes", "\"010203\"", "bytes as 0x and hex");
        value("bytes", "\"0x1\"", "bytes as 0x and hex");
        value("bytes", "\"0xgg\"", "bytes as 0x and hex");
        value("bytes", "[1]", "bytes in quotes");
        value("string", "7", "a text in quotes");
        value("uint8[]", "7", "a list");
        value("uint8[2]", "[1]", "a list of 2");
        good("int8", "\"-128\"");
        good("int8", "127");
        good("uint8", "\"0xff\"");
        good("bytes", "\"0xAB\"");
        good("uint8[]", "[ ]");
    }
}
