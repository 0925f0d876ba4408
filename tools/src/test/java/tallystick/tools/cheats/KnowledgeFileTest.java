package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Decoding;

@DisplayName("Knowledge files, docs/spec/knowledge.md")
class KnowledgeFileTest {
    private static final String PAYMENT =
            "02e90180018203e882520894d8da6bf26964af9d7eed9e03e53415d37aa96045880de0b6b3a764000080c0";

    private static final String NAMED = "{\"account\":\"eip155:1:ADDRESS\",\"name\":\"n\"}";
    private static final String UNIT = "{\"asset\":\"eip155:1/erc20:ADDRESS\",\"symbol\":\"A\",\"decimals\":1}";

    /// A file that is wrong in one place, and what is said of it.
    private static final Map<String, String> WRONG = Map.ofEntries(
            Map.entry("[]", "knowledge: expected an object"),
            Map.entry("{\"format\":\"tallystick-knowledge-2\"}", "knowledge.format: expected tallystick-knowledge-1"),
            Map.entry("{\"units\":[]}", "knowledge: the field \"format\" is missing"),
            Map.entry("{FORMAT,\"lables\":[]}", "knowledge: expected no other fields than"),
            Map.entry("{FORMAT,\"labels\":{}}", "knowledge.labels: expected a list"),
            Map.entry("{FORMAT,\"labels\":[3]}", "knowledge.labels[0]: expected an object"),
            Map.entry(
                    "{FORMAT,\"labels\":[{\"account\":\"eip155:1:0x1\",\"name\":\"n\"}]}",
                    "labels[0].account: expected"),
            Map.entry(
                    "{FORMAT,\"labels\":[{\"account\":\"nochain:1:x\",\"name\":\"n\"}]}",
                    "labels[0].account: expected"),
            Map.entry(
                    "{FORMAT,\"labels\":[{\"account\":\"eip155:1:WRONGCASE\",\"name\":\"n\"}]}",
                    "labels[0].account: expected chain:address of a known chain, with its right checksum"),
            Map.entry(
                    "{FORMAT,\"own\":[{\"account\":\"eip155:1:ADDRESS\",\"name\":\" \"}]}",
                    "own[0].name: expected 1..64"),
            Map.entry(
                    "{FORMAT,\"own\":[{\"account\":\"eip155:1:ADDRESS\",\"name\":7}]}",
                    "own[0].name: expected a string"),
            Map.entry(
                    "{FORMAT,\"units\":[{\"asset\":\"x\",\"symbol\":\"A\",\"decimals\":1}]}",
                    "units[0].asset: expected"),
            Map.entry(
                    "{FORMAT,\"units\":[{\"asset\":\"eip155:1/slip44:60\",\"symbol\":\"A\",\"decimals\":78}]}",
                    "units[0].decimals: expected a number in 0..77"),
            Map.entry(unit("eip155:1/erc20:0x12", "A", 1), "units[0].asset: expected a coin's number or an address"),
            Map.entry(unit("eip155:1/erc20:WRONGCASE", "A", 1), "units[0].asset: expected a coin's number or"),
            Map.entry(unit("eip155:1/slip44:060", "A", 1), "units[0].asset: expected a coin's number or"),
            Map.entry(unit("nochain:1/slip44:60", "A", 1), "units[0].asset: expected a coin's number or"),
            Map.entry(unit("eip155:1/erc20:ADDRESS", "U SD", 1), "units[0].symbol: expected 1..16 letters"),
            Map.entry(unit("eip155:1/erc20:ADDRESS", "\u0405OL", 9), "units[0].symbol: expected 1..16 letters"),
            Map.entry(unit("eip155:1/erc20:ADDRESS", "", 9), "units[0].symbol: expected 1..16 letters"),
            Map.entry(unit("eip155:1/erc20:ADDRESS", "A".repeat(17), 9), "units[0].symbol: expected 1..16 letters"),
            Map.entry(unit("eip155:1/erc20:ADDRESS", "btc", 8), "units[0].symbol: expected another symbol than that"),
            Map.entry(unit("eip155:1/slip44:60", "ETH", 17), "units[0]: expected ETH with 18 decimals"),
            Map.entry(unit("eip155:1/slip44:60", "XETH", 18), "units[0]: expected ETH with 18 decimals"),
            Map.entry(
                    "{FORMAT,\"units\":[" + UNIT + "," + UNIT.replace("ADDRESS", "LOWER") + "]}",
                    "units[1].asset: expected an asset given once"),
            Map.entry(
                    "{FORMAT,\"labels\":[" + NAMED + "," + NAMED.replace("ADDRESS", "LOWER") + "]}",
                    "labels[1].account: expected an account named once"),
            Map.entry(
                    "{FORMAT,\"labels\":[" + NAMED + "],\"own\":[" + NAMED + "]}",
                    "own[0].account: expected an account named once"),
            Map.entry("{FORMAT,FORMAT}", "knowledge is not json as it is read here"),
            Map.entry("{FORMAT} {}", "knowledge is not json as it is read here"));

    @TempDir
    Path directory;

    private static String unit(String asset, String symbol, int decimals) {
        return "{FORMAT,\"units\":[{\"asset\":\"%s\",\"symbol\":\"%s\",\"decimals\":%d}]}"
                .formatted(asset, symbol, decimals);
    }

    private String refusal(String content) throws IOException {
        var file = Files.writeString(directory.resolve("knowledge.json"), content);
        var ran = Decoding.run("--chain", "ethereum", "--knowledge", file.toString(), PAYMENT);
        assertThat(ran.status()).as(content).isEqualTo(64);
        return ran.err();
    }

    @Test
    void file_withOneThingWrong_isRefusedByPlace() throws IOException {
        var refused = 0;
        for (var wrong : WRONG.entrySet()) {
            var content = wrong.getKey()
                    .replace("FORMAT", "\"format\":\"tallystick-knowledge-1\"")
                    .replace("WRONGCASE", "0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
                    .replace("LOWER", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045")
                    .replace("ADDRESS", "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
            assertThat(refusal(content)).as(content).contains(wrong.getValue());
            refused++;
        }
        assertThat(refused).isEqualTo(29);
    }

    private static String pinned(String name, String content) {
        return "{\"file\":\"%s\",\"sha256\":\"%s\"}".formatted(name, StandardHash.sha256(Bytes.ofUtf8(content)));
    }

    /// A file that a descriptor includes is read beside the knowledge file, by its own hash, and never otherwise.
    @Test
    void descriptorThatIncludesAnother_isShown_onlyIfBothArePinned() throws IOException {
        var common = "{\"display\":{\"formats\":{\"deposit(uint256 amount,address who)\":{\"fields\":["
                + "{\"path\":\"amount\",\"label\":\"How much\",\"format\":\"raw\"}]}}}}";
        var own = "{\"context\":{\"contract\":{\"deployments\":[{\"chainId\":1,\"address\":\"0x%s\"}]}},"
                        .formatted("11".repeat(20))
                + "\"includes\":\"./common.json\"}";
        Files.writeString(directory.resolve("common.json"), common);
        Files.writeString(directory.resolve("own.json"), own);
        var head = "{\"format\":\"tallystick-knowledge-1\",\"descriptors\":[";
        var both = head + pinned("own.json", own) + "," + pinned("common.json", common) + "]}";
        var call = "02f867018001822710830186a094" + "11".repeat(20) + "80b8446e553f65" + "%064x".formatted(1000)
                + "00".repeat(12) + "d8da6bf26964af9d7eed9e03e53415d37aa96045" + "c0";
        var file = Files.writeString(directory.resolve("knowledge.json"), both).toString();
        var shown = Decoding.run("--chain", "ethereum", "--knowledge", file, call);
        assertThat(shown.out()).contains("amount (uint256) = 1000", "How much (uint256) = 1000");
        assertThat(Decoding.run("--chain", "ethereum", call).out()).contains("DANGER UNDECODED");

        assertThat(refusal(head + pinned("own.json", own) + "]}"))
                .contains("descriptors[0].file", "an included file that is itself listed and pinned by its sha-256");
        assertThat(refusal(head + pinned("own.json", own) + "," + pinned("common.json", own) + "]}"))
                .contains("descriptors[0].file", "file with the pinned sha-256");
        Files.writeString(directory.resolve("common.json"), common.replace("How much", "How little"));
        assertThat(refusal(both)).contains("file with the pinned sha-256");
    }

    @Test
    void descriptorElsewhere_orThatIsNoFile_isRefusedAtOnce() throws IOException, InterruptedException {
        var outside = Files.createDirectory(directory.resolve("outside"));
        var inside = Files.createDirectory(directory.resolve("inside"));
        directory = inside;
        Files.writeString(outside.resolve("d.json"), "");
        Files.createSymbolicLink(inside.resolve("link.json"), outside.resolve("d.json"));
        Files.createSymbolicLink(inside.resolve("way"), outside);
        Files.createDirectory(inside.resolve("folder"));
        var pipe = new ProcessBuilder("mkfifo", inside.resolve("pipe").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        var names = new LinkedHashMap<String, String>();
        for (var name : List.of("../outside/d.json", "./d.json", "a//b", "", "a\\\\b", "/dev/zero"))
            names.put(name, "a name that leads from the folder of this file down");
        for (var name : List.of("link.json", "way/d.json", "folder", "pipe"))
            names.put(name, "a regular file inside the folder of this one");
        assertTimeoutPreemptively(
                Duration.ofMinutes(3),
                () -> names.forEach((name, why) -> assertThat(refused(name)).contains("descriptors[0].file", why)));
        assertThat(names).hasSize(10);
    }

    private String refused(String name) {
        try {
            return refusal("{\"format\":\"tallystick-knowledge-1\",\"descriptors\":[" + pinned(name, "") + "]}");
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }

    @Test
    void linkInsideTheFolder_isFollowed() throws IOException {
        Files.createDirectory(directory.resolve("below"));
        Files.writeString(directory.resolve("below/d.json"), "{}");
        Files.createSymbolicLink(directory.resolve("link.json"), Path.of("below/d.json"));
        for (var name : List.of("link.json", "below/d.json"))
            assertThat(refusal("{\"format\":\"tallystick-knowledge-1\",\"descriptors\":[" + pinned(name, "{}") + "]}"))
                    .doesNotContain("a regular file", "a name that leads");
    }

    @Test
    void knowledgeThatIsTooLong_isRefused() throws IOException {
        assertThat(refusal(" ".repeat(32 * 1024 * 1024 + 1))).contains("a file of at most 33554432 bytes");
    }
}
