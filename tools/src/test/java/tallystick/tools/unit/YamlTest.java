package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.json.Unusable;
import tallystick.core.policy.json.PolicyFile;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.document.Yaml;
import tallystick.tools.document.YamlText;
import tallystick.tools.kit.Policies;

@DisplayName("YAML that is JSON, docs/spec/policy-review.md, PV-7")
class YamlTest {
    private static String json(String yaml) throws Unusable {
        return new String(Yaml.read(yaml).json().toArray(), StandardCharsets.UTF_8);
    }

    private static final Map<String, String> READ = Map.of(
            "a: b\n", "{\"a\":\"b\"}",
            "a: [b, 3, true]\n", "{\"a\":[\"b\",3,true]}",
            "a:\n  - b: \"no\"\n    c: 'x'\n", "{\"a\":[{\"b\":\"no\",\"c\":\"x\"}]}",
            "# said\na: eip155:1:0xAb # why\n", "{\"a\":\"eip155:1:0xAb\"}",
            "---\na: {}\n", "{\"a\":{}}",
            "a: \"08:00-19:00\"\n", "{\"a\":\"08:00-19:00\"}",
            "a: PT24H\nb: []\n", "{\"a\":\"PT24H\",\"b\":[]}",
            "{\"a\": {\"b\": [1]}}", "{\"a\":{\"b\":[1]}}");

    @Test
    void documentsOfTheForm_areTheirJson() throws Unusable {
        for (var each : READ.entrySet()) assertThat(json(each.getKey())).isEqualTo(each.getValue());
        assertThat(READ).hasSize(8);
    }

    private static final List<String> REFUSED = List.of(
            "a: &x b\n",
            "a: &x {b: c}\n",
            "a: &x [b]\nc: *x\n",
            "&x a: b\n",
            "a: !!str b\n",
            "a: !x {b: c}\n",
            "a: !!seq [b]\n",
            "a: b\na: c\n",
            "a: {b: c, \"b\": d}\n",
            "a: no\n",
            "a: Yes\n",
            "a: OFF\n",
            "a: True\n",
            "a: null\n",
            "a: ~\n",
            "a:\n",
            "a: 08:00\n",
            "a: 08\n",
            "a: -1\n",
            "a: 1.5\n",
            "a: 1e3\n",
            "a: 1_000\n",
            "a: 0x1f\n",
            "a: .inf\n",
            "a: 2026-11-21\n",
            "a: 1000000000\n",
            "a: |\n  b\n",
            "a: >\n  b\n",
            "<<: {a: b}\n",
            "1: a\n",
            "true: a\n",
            "? [a]\n: b\n",
            "? {a: b}\n: c\n",
            "a: b\n---\nc: d\n",
            "%YAML 1.1\n---\na: b\n",
            "%TAG ! tag:x:\n---\na: b\n",
            "a: [b\n",
            "a: b: c\n",
            "\ta: b\n",
            "a: \"\\q\"\n",
            "",
            "a: " + "[".repeat(70) + "]".repeat(70));

    @Test
    void everythingElse_isRefused_byItsLine() {
        for (var each : REFUSED)
            assertThatThrownBy(() -> Yaml.read(each))
                    .as(each)
                    .isInstanceOf(Unusable.class)
                    .hasMessageStartingWith("yaml:");
        assertThat(REFUSED).hasSize(42);
        assertThatThrownBy(() -> Yaml.read("a: b\nc:\n  - no\n")).hasMessageStartingWith("yaml: line 3: expected ");
        assertThatThrownBy(() -> Yaml.read("a: b\nc: [\n")).hasMessageContaining("at line ");
    }

    @Test
    void aliasesOfAliases_makeNothing() {
        var bomb = new StringBuilder("a: &a [x, x]\n");
        for (var i = 'b'; i < 'z'; i++)
            bomb.append("%s: &%s [*%s, *%s]\n".formatted(i, i, (char) (i - 1), (char) (i - 1)));
        assertThatThrownBy(() -> Yaml.read(bomb.toString())).hasMessage("yaml: line 1: expected no anchors");
    }

    @Test
    void policies_areTheSameInBothForms() throws IOException, Unusable {
        var texts = List.of(
                Policies.template("cold"),
                Policies.template("exchange-hot"),
                Policies.template("payments"),
                Policies.template("treasury"),
                java.nio.file.Files.readString(Policies.file("vectors/policy/everything.json")),
                java.nio.file.Files.readString(Policies.file("vectors/policy/example.json")),
                java.nio.file.Files.readString(Policies.file("vectors/incidents/policy.json")));
        for (var text : texts) {
            var yaml = YamlText.of(text);
            assertThat(PolicyFile.parse(Yaml.read(yaml).json()).orThrow())
                    .isEqualTo(PolicyFile.parse(Bytes.ofUtf8(text)).orThrow());
            assertThat(YamlText.of(json(yaml))).isEqualTo(yaml);
        }
        assertThat(texts).hasSize(7);
    }

    @Test
    void strangeTexts_areQuoted_andComeBack() throws Unusable {
        for (var text : List.of(
                "no", "~", "1", "a: b", "- a", "# x", "a\nb", "\u202e", "'", "\"", "\\", "", " a", "*", "&a", "y"))
            assertThat(json(YamlText.of("{\"k\":[%s]}"
                            .formatted(new tools.jackson.databind.json.JsonMapper().writeValueAsString(text)))))
                    .isEqualTo("{\"k\":[%s]}"
                            .formatted(new tools.jackson.databind.json.JsonMapper().writeValueAsString(text)));
    }
}
