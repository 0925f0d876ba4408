package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.descriptor.Descriptor;
import tallystick.core.chain.ethereum.descriptor.DescriptorFile;
import tallystick.core.chain.ethereum.descriptor.PinnedFiles;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Which files a descriptor may include, and what becomes of both.
class DescriptorIncludesTest {
    private static final String APPROVE = "approve(address spender,uint256 value)";
    private static final String INTERFACE = """
            {"metadata":{"enums":{"mode":{"0":"Fixed"}}},
             "display":{"formats":{"%s":{"intent":"Approve","fields":[
               {"path":"spender","label":"Spender","format":"addressName"},
               {"path":"value","label":"Amount","format":"unit","params":{"base":"USD","decimals":6}}]},
              "transfer(address to,uint256 value)":{"intent":"Send"}}}}""".formatted(APPROVE);
    private static final String CONTEXT = "\"context\":{\"contract\":{\"deployments\":[{\"chainId\":1,"
            + "\"address\":\"0x0000000000000000000000000000000000000002\"}]}}";

    private static String including(String name, String formats) {
        return "{%s,\"includes\":\"%s\",\"display\":{\"formats\":{%s}}}".formatted(CONTEXT, name, formats);
    }

    private static PinnedFiles files(Map<String, String> texts) {
        var files = new HashMap<String, PinnedFiles.Pinned>();
        texts.forEach((name, text) -> {
            var bytes = Bytes.ofUtf8(text);
            files.put(name, new PinnedFiles.Pinned(bytes, StandardHash.sha256(bytes)));
        });
        return new PinnedFiles(files);
    }

    private static void refused(PinnedFiles files, String expected) {
        assertThat(files.read("main.json")).isEqualTo(new Parsed.Malformed<DescriptorFile>(0, expected));
    }

    @Test
    void includedFile_isMerged_andTheIncludingOneGoesBefore() {
        var own = ("\"%s\":{\"fields\":[{\"path\":\"value\",\"params\":{\"base\":\"EUR\"}},"
                        + "{\"path\":\"@.value\",\"label\":\"No\"},{\"path\":\"#.spender\",\"label\":\"Again\"}]}")
                .formatted(APPROVE);
        var files = files(Map.of("main.json", including("./erc20.json", own), "erc20.json", INTERFACE));
        var file = files.read("main.json").orThrow();
        assertThat(file.contracts()).hasSize(1);
        assertThat(file.descriptors()).hasSize(2);
        var approve = file.descriptors().getFirst();
        assertThat(approve.intent()).isEqualTo("Approve");
        assertThat(approve.fields()).extracting(Descriptor.Field::label).containsExactly("Spender", "Amount", "Again");
        assertThat(approve.fields().get(1).format()).isEqualTo(Descriptor.Format.UNIT);
        assertThat(approve.fields().get(1).parameter()).isEqualTo("EUR");
        assertThat(approve.fields().get(1).decimals()).isEqualTo(6);
        assertThat(files.parts()).containsExactly("erc20.json");
    }

    @Test
    void functionUnderOtherNames_isTheIncludingFiles() {
        var own = "\"approve(address who,uint256 much)\":{\"intent\":\"Ours\"}";
        var file = files(Map.of("main.json", including("erc20.json", own), "erc20.json", INTERFACE))
                .read("main.json")
                .orThrow();
        assertThat(file.descriptors().getFirst().intent()).isEqualTo("Ours");
    }

    @Test
    void fileThatIsNotPinned_orNotTheOneThatWas_isRefused() {
        var main = including("https://example.org/erc20.json", "");
        refused(
                files(Map.of("main.json", main, "erc20.json", INTERFACE)),
                "an included file that is itself listed and pinned by its sha-256");
        var swapped = new HashMap<>(files(Map.of("main.json", including("erc20.json", ""), "erc20.json", INTERFACE))
                .byName());
        swapped.computeIfPresent(
                "erc20.json",
                (_, file) -> new PinnedFiles.Pinned(Bytes.ofUtf8(INTERFACE.replace("USD", "EUR")), file.sha256()));
        refused(new PinnedFiles(swapped), "file with the pinned sha-256");
        swapped.put("erc20.json", new PinnedFiles.Pinned(Bytes.ofUtf8("{"), StandardHash.sha256(Bytes.ofUtf8("{"))));
        assertThat(new PinnedFiles(swapped).read("main.json"))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.expected()).startsWith("included file: "));
        assertThat(DescriptorFile.parse(Bytes.ofUtf8(main), new Digest32(Bytes.copyOf(new byte[32]))))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void circlesLongRowsAndLists_areRefused() {
        refused(files(Map.of("main.json", including("main.json", ""))), "a file that does not include itself");
        refused(
                files(Map.of("main.json", including("b", ""), "b", including("main.json", ""))),
                "a file that does not include itself");
        var row = new HashMap<String, String>();
        row.put("main.json", including("1", ""));
        for (var i = 1; i < 4; i++) row.put("" + i, including("" + (i + 1), ""));
        row.put("4", INTERFACE);
        assertThat(files(row).read("main.json")).isInstanceOf(Parsed.Ok.class);
        row.put("4", including("5", ""));
        row.put("5", INTERFACE);
        refused(files(row), "at most 4 files that include one another");
        var list = including("x", "").replace("\"x\"", "[\"x\"]");
        refused(files(Map.of("main.json", list, "x", INTERFACE)), "the name of one file as includes");
        assertThat(files(Map.of("main.json", list, "x", INTERFACE)).parts()).isEmpty();
    }
}
