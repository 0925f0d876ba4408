package tallystick.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;

/// The client in Java is the one that control/openapi.json describes.
class GeneratedTest {
    private static final Path ROOT = Path.of(System.getProperty("tallystick.root", ".."));
    private static final Path FILES = ROOT.resolve("sdk/src/main/java/tallystick/sdk/api");

    /// By hand.
    private static final String OURS = "Answered.java|Target.java|package-info.java";

    private static Map<String, String> made() throws IOException {
        return Generator.files(Json.parse(Bytes.copyOf(Files.readAllBytes(ROOT.resolve("control/openapi.json"))))
                .orThrow());
    }

    private static Map<String, String> there() throws IOException {
        var all = new TreeMap<String, String>();
        try (var files = Files.list(FILES)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (!name.matches(OURS)) all.put(name, Files.readString(file));
            }
        }
        return all;
    }

    /// Lines are broken by the house's formatter, after the generator.
    private static String unbroken(String text) {
        return text.lines()
                .map(each -> each.strip().replaceFirst("^///", ""))
                .collect(Collectors.joining())
                .replaceAll("\\s+", "");
    }

    /// What the generator makes is left beside the build, to be put in the place of what is there.
    @Test
    void files_areWhatTheGeneratorMakes() throws Exception {
        var made = made();
        var place = Files.createDirectories(ROOT.resolve("sdk/target/api"));
        for (var file : made.entrySet()) Files.writeString(place.resolve(file.getKey()), file.getValue());
        var there = there();
        assertThat(there.keySet()).as("sdk/target/api has them").isEqualTo(made.keySet());
        made.forEach((name, text) -> assertThat(unbroken(there.getOrDefault(name, "")))
                .as("%s, as sdk/target/api has it", name)
                .isEqualTo(unbroken(text)));
    }

    @Test
    void everyOperation_isAMethod() throws Exception {
        var all = Operation.all(Json.parse(Bytes.copyOf(Files.readAllBytes(ROOT.resolve("control/openapi.json"))))
                .orThrow());
        for (var operation : all) {
            var type = Class.forName("tallystick.sdk.api." + operation.group());
            assertThat(type.getMethods()).extracting("name").contains(operation.id());
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(79);
    }

    @Test
    void anotherOrder_isNoOtherClient_andAnotherFieldIs() throws Exception {
        var text = """
            {"paths":{"/v1/things":{"get":{"operationId":"listThings","summary":"Lists.","responses":{"200":{"content":\
            {"application/json":{"schema":{"$ref":"#/components/schemas/Thing"}}}}}}}},
            "components":{"schemas":{"Thing":{"type":"object","required":["a"],"properties":{%s}}}}}\
            """;
        var one = "\"a\":{\"type\":\"string\"}";
        var two = "\"b\":{\"type\":\"integer\",\"format\":\"int64\"}";
        var made = files(text.formatted(one + "," + two));
        assertThat(made).isEqualTo(files(text.formatted(two + "," + one))).isNotEqualTo(files(text.formatted(one)));
        assertThat(made.getOrDefault("Thing.java", "")).contains("public record Thing(String a, Optional<Long> b)");
        assertThat(made.getOrDefault("ThingsApi.java", "")).contains("public Thing listThings() throws");
    }

    private static Map<String, String> files(String text) {
        return Generator.files(Json.parse(Bytes.ofUtf8(text)).orThrow());
    }
}
