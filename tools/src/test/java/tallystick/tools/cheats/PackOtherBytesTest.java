package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("A pack with other bytes in the place of a file, and a manifest that fits: EP-10")
class PackOtherBytesTest {
    /// Places that a small fleet fills with nothing.
    private static final List<String> EMPTY = List.of(
            "attestations/one.json",
            "knowledge/" + "0a".repeat(32) + "/knowledge.json",
            "openings/alpha/all",
            "dockets/alpha/00000002",
            "governed/alpha/02-" + "0a".repeat(32),
            "governed/beta/04-0200000002",
            "governed/beta/05-" + "0a".repeat(32),
            "governed/beta/08-" + "0a".repeat(32));

    private static final int LENGTH_MAX = 4096;

    @TempDir
    Path folder;

    private NavigableMap<String, Bytes> pack() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
        }
        return Packs.files(folder.resolve("pack.zip"));
    }

    /// Its own bytes altered in some places, those of another file, or any.
    private static Bytes other(RandomGenerator random, Bytes own, List<Bytes> all) {
        return switch (random.nextInt(4)) {
            case 0 -> any(random, random.nextInt(LENGTH_MAX));
            case 1 -> all.get(random.nextInt(all.size()));
            default -> altered(random, own);
        };
    }

    private static Bytes any(RandomGenerator random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    private static Bytes altered(RandomGenerator random, Bytes own) {
        var bytes = own;
        for (var i = random.nextInt(3); i >= 0 && bytes.length() > 0; i--) {
            var from = random.nextInt(bytes.length());
            var until = Math.min(bytes.length(), from + 1 + random.nextInt(16));
            var end = bytes.slice(until, bytes.length());
            var part =
                    switch (random.nextInt(4)) {
                        case 0 -> Bytes.empty();
                        case 1 -> any(random, until - from);
                        case 2 -> Bytes.concat(bytes.slice(from, until), bytes.slice(from, until));
                        default -> Bytes.ofHex((random.nextBoolean() ? "ff" : "00").repeat(until - from));
                    };
            bytes = Bytes.concat(bytes.slice(0, from), part, end);
        }
        return bytes;
    }

    /// Whatever stands there, something is said of it: that it holds, or what does not, and never that this program is
    /// at fault.
    private void tried(int times) throws IOException {
        var seed = Long.getLong("seed", 23);
        var files = pack();
        var names = new ArrayList<>(files.keySet());
        names.addAll(EMPTY);
        names.remove("manifest.txt");
        var wrong = 0;
        for (var i = 0; i < times; i++) {
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + i);
            var name = names.get(times < names.size() ? random.nextInt(names.size()) : i % names.size());
            var own = files.getOrDefault(name, Bytes.ofUtf8("{}"));
            var changed = new TreeMap<>(files);
            changed.put(name, other(random, own, List.copyOf(files.values())));
            var said = Packs.verify(Packs.forged(folder.resolve("other.zip"), changed));
            assertThat(said.exit())
                    .as("seed %d, run %d, %s: %s", seed, i, name, said.text())
                    .isIn(0, 1);
            assertThat(said.text()).doesNotContain("at fault").doesNotContain("Exception");
            if (said.exit() == 1) wrong++;
        }
        assertThat(wrong).isGreaterThan(times / 2);
    }

    @Test
    void otherBytesInThePlaceOfSomeFiles_areJudgedOrNamed() throws IOException {
        tried(24);
    }

    @Test
    @Tag("slow")
    void otherBytesInThePlaceOfEveryFile_areJudgedOrNamed() throws IOException {
        tried(600);
    }
}
