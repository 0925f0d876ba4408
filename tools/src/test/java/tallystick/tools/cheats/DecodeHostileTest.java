package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.kit.Decoding;

/// Files of ten megabytes that are nothing but nesting. Memory is counted in bytes allocated, as time tells of the
/// machine's load.
@DisplayName("tallystick decode: hostile files")
class DecodeHostileTest {
    private static final int LENGTH_BYTES = 10_000_000;
    private static final String PAYMENT =
            "02e90180018203e882520894d8da6bf26964af9d7eed9e03e53415d37aa96045880de0b6b3a764000080c0";
    private static final List<String> SORTS =
            List.of("[", "{\"kind\":", "{\"a\":", "{\"vectors\":[", "c1", "\"", "A", "70736274ff", "[1,");

    @TempDir
    Path directory;

    private String file(String sort) throws IOException {
        return Files.writeString(directory.resolve("hostile"), sort.repeat(LENGTH_BYTES / sort.length()))
                .toString();
    }

    private static void refused(int status, String sort, String... words) {
        var what = "%s for %s".formatted(sort, List.of(words));
        var ran = Decoding.run(words);
        assertThat(ran.status()).as(what).isEqualTo(status);
        assertThat(ran.allocatedBytes()).as(what).isLessThan(16L * LENGTH_BYTES);
    }

    @Test
    void bytesOfEveryChain_areRefusedWithLittleMemory() throws IOException {
        var checked = 0;
        for (var sort : SORTS)
            for (var chain : List.of("bitcoin", "ethereum", "solana")) {
                refused(2, sort, "--json", "--chain", chain, file(sort));
                checked++;
            }
        for (var content : List.of("typed-data", "login", "contract-account", "authorization")) {
            refused(2, "[", "--json", "--chain", "ethereum", "--content", content, file("["));
            checked++;
        }
        assertEquals(31, checked);
    }

    @Test
    void filesBesideTheBytes_areRefusedWithLittleMemory() throws IOException {
        var checked = 0;
        for (var sort : SORTS) {
            refused(64, sort, "--chain", "ethereum", "--knowledge", file(sort), PAYMENT);
            refused(64, sort, "--chain", "bitcoin", "--prevouts", file(sort), "00");
            checked += 2;
        }
        assertEquals(18, checked);
    }

    @Test
    void listsOfEmptyVectors_areRefusedWithLittleMemory() throws IOException {
        var checked = 0;
        for (var begin : List.of("[", "{\"vectors\":["))
            for (var vector : List.of("[],", "{},", "0,")) {
                var end = begin.equals("[") ? "0]" : "0]}";
                var whole = begin + vector.repeat(LENGTH_BYTES / vector.length()) + end;
                var file =
                        Files.writeString(directory.resolve("vectors"), whole).toString();
                refused(2, vector, "--json", file);
                refused(64, vector, "--chain", "ethereum", "--knowledge", file, PAYMENT);
                refused(64, vector, "--chain", "bitcoin", "--prevouts", file, "00");
                checked += 3;
            }
        var many = Files.writeString(directory.resolve("vectors"), "[" + "0,".repeat(10_000) + "0]");
        refused(2, "one vector more", "--json", many.toString());
        assertEquals(18, checked);
    }
}
