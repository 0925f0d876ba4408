package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

class JsonCheatsTest {
    private static Parsed<Json> json(String text) {
        return Json.parse(Bytes.ofUtf8(text));
    }

    @Test
    void goodDocuments_areReadWhole() {
        assertThat(json(" {\"a\" : [1, -0.5e+3, true,false,null, \"\\u00e9\\ud83d\\ude00\\n\\/\"] } ")
                        .orThrow())
                .isEqualTo(new Json.Members(
                        1,
                        Map.of(
                                "a",
                                new Json.Sequence(
                                        8,
                                        List.of(
                                                new Json.Numeral(9, "1"),
                                                new Json.Numeral(12, "-0.5e+3"),
                                                new Json.Truth(21, true),
                                                new Json.Truth(26, false),
                                                new Json.Null(32),
                                                new Json.Text(38, "é😀\n/"))))));
        assertThat(json("[]").orThrow().items("a")).isEmpty();
        assertThat(json("{}").orThrow().member("a")).isEmpty();
        assertThat(json("{\"a\":1}").orThrow().text("a")).isEmpty();
    }

    @Test
    void documentsThatTwoReadersMayTakeDifferently_areRefused() {
        var refused = List.of(
                "",
                " ",
                "{",
                "[",
                "{\"a\":1,\"a\":2}",
                "[1,]",
                "{\"a\":1,}",
                "[,1]",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "-",
                "tru",
                "nul",
                "True",
                "'a'",
                "\"a",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\ud800\"",
                "\"\\ud800\\u0041\"",
                "\"\\udc00\"",
                "{a:1}",
                "{\"a\"1}",
                "[1 2]",
                "1 2",
                "NaN",
                "// c\n1",
                "\ufeff1",
                "\"\\u+123\"");
        for (var text : refused) assertThat(json(text)).as(text).isInstanceOf(Parsed.Malformed.class);
        assertThat(refused).hasSize(33);
        for (var hex : List.of("22ff22", "22c0af22", "22eda08022", "2200"))
            assertThat(Json.parse(Bytes.ofHex(hex))).as(hex).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void numbersThatAreNotWhole_areRefusedWhereOnlyWholeOnesAreAsked() {
        for (var whole : List.of("0", "-1", "10", "9".repeat(78)))
            assertThat(Json.parse(Bytes.ofUtf8(whole), Json.Numbers.WHOLE))
                    .isEqualTo(new Parsed.Ok<>(new Json.Numeral(0, whole)));
        for (var other : List.of("-0", "1.0", "1e2", "0.5", "9".repeat(79)))
            assertThat(Json.parse(Bytes.ofUtf8(other), Json.Numbers.WHOLE))
                    .as(other)
                    .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void nestingAndSize_areBounded() {
        assertThat(json("[".repeat(64) + "]".repeat(64))).isInstanceOf(Parsed.Ok.class);
        assertThat(json("[".repeat(65) + "]".repeat(65)))
                .isEqualTo(new Parsed.Malformed<>(64, "json nested at most 64 deep"));
        var deep = Bytes.ofUtf8("[{\"a\":".repeat(1_600_000));
        Assertions.assertTimeout(
                Duration.ofMinutes(1), () -> assertThat(Json.parse(deep)).isInstanceOf(Parsed.Malformed.class));
    }

    @Test
    void moreValuesThanAreRead_areRefusedAtTheFirstOfThem() {
        var checked = 0;
        for (var numbers : Json.Numbers.values()) {
            var inside = numbers.valuesMax() - 1;
            var full = Bytes.ofUtf8("[" + "[],".repeat(inside - 1) + "{}]");
            var more = Bytes.ofUtf8("[" + "[],".repeat(inside) + "{}]");
            assertThat(Json.parse(full, numbers)).isInstanceOf(Parsed.Ok.class);
            assertThat(Json.parse(more, numbers))
                    .isEqualTo(new Parsed.Malformed<>(
                            1 + 3 * inside, "at most %d values in all".formatted(numbers.valuesMax())));
            checked++;
        }
        assertThat(checked).isEqualTo(2);
    }
}
