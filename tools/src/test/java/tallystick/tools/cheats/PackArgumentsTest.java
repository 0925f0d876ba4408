package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.pack.PackManifest;
import tallystick.core.places.Places;
import tallystick.core.topology.Station;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("What is given with a pack, by whom it was made, and what its tables say of the organisation's own words")
class PackArgumentsTest {
    @TempDir
    Path folder;

    private Path pack(SmallFleet.Lie lie) throws IOException {
        try (var _ = new SmallFleet().telling(lie).write(folder)) {
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
        }
        return folder.resolve("pack.zip");
    }

    @Test
    void optionsThatCannotBeUsed_areWrongArguments_andSayNothingOfThePack() throws IOException {
        var pack = pack(new SmallFleet.Lie() {});
        var bad = Files.writeString(folder.resolve("text"), "no signature").toString();
        var none = folder.resolve("none").toString();
        var empty = Files.createFile(folder.resolve("empty")).toString();
        var given = List.of(
                List.of("--spends", bad),
                List.of("--spends", none),
                List.of("--administrator", bad),
                List.of("--administrator", none),
                List.of("--administrator", folder.resolve("card").toString(), "--roster", bad),
                List.of("--timestamp-authority", none),
                List.of("--timestamp-authority", empty),
                List.of("--checkpoint", bad),
                List.of("--build", "00"));
        for (var words : given) {
            var said = Packs.verify(pack, words.toArray(String[]::new));
            assertThat(said.exit()).as(words + said.text()).isEqualTo(2);
            assertThat(said.text()).doesNotContain("VERIFIED").startsWith("tallystick: ");
        }
    }

    /// What is wrong with the log is told by 1, what is wrong with the words by 2.
    @Test
    void optionsThatCannotBeUsed_beside_aLog_areWrongArguments() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var log = folder.resolve("alpha/log");
            var bad = Files.writeString(folder.resolve("text"), "no checkpoint").toString();
            var none = folder.resolve("none").toString();
            var empty = Files.createDirectory(folder.resolve("empty")).toString();
            var trust = List.of(
                    "--roster",
                    folder.resolve("roster").toString(),
                    "--administrator",
                    folder.resolve("card").toString());
            assertThat(verified(log.toString(), trust, List.of()).exit()).isZero();
            for (var subject : List.of(empty, none)) assertUnusable(verified(subject, trust, List.of()));
            for (var words : List.of(
                    List.of("--checkpoint", bad),
                    List.of("--checkpoint", none),
                    List.of("--log", log.toString()),
                    List.of("--spends", bad),
                    List.of("--not-countersigned"))) assertUnusable(verified(log.toString(), trust, words));
            assertUnusable(verified(log.toString(), List.of("--roster", bad, "--administrator", none), List.of()));
            assertUnusable(
                    verified(log.toString(), List.of("--roster", bad, "--administrator", trust.getLast()), List.of()));
            Files.write(log.resolve("checkpoint"), new byte[] {1, 2, 3});
            assertThat(verified(log.toString(), trust, List.of()).exit()).isEqualTo(1);
        }
    }

    private static Packs.Ran verified(String subject, List<String> trust, List<String> further) {
        var words = new ArrayList<>(List.of("verify", subject));
        words.addAll(trust);
        words.addAll(further);
        return Packs.run(words.toArray(String[]::new));
    }

    private static void assertUnusable(Packs.Ran said) {
        assertThat(said.exit()).as(said.text()).isEqualTo(2);
        assertThat(said.text()).doesNotContain("VERIFIED").startsWith("tallystick: ");
    }

    @Test
    void packOfAnotherVersion_saysSo() throws IOException {
        var pack = pack(new SmallFleet.Lie() {});
        var files = new TreeMap<>(Packs.files(pack));
        var manifest = Optional.ofNullable(files.get(PackManifest.NAME)).orElseThrow();
        var text = new String(manifest.toArray(), StandardCharsets.UTF_8);
        files.put(PackManifest.NAME, Bytes.ofUtf8(text.replace("software development", "software 0.9")));
        var other = Packs.verify(Packs.forged(folder.resolve("other.zip"), files));
        assertThat(other.text())
                .contains("NOTE  the pack was made by the version 0.9, and this is development")
                .contains("report.pdf says something else than the evidence, perhaps only since it was made by the")
                .contains("version 0.9");
        assertThat(other.exit()).isEqualTo(1);
    }

    /// Which file nodes read by is their operators' choice, and one that nobody read by says nothing.
    @Test
    void knowledgeFileThatNoRulingNames_isANote() throws IOException {
        var file = Files.writeString(folder.resolve("known.json"), "{\"format\":\"tallystick-knowledge-1\"}");
        try (var _ = new SmallFleet().write(folder)) {
            var exported = Packs.export(folder, "--knowledge", file.toString());
            assertThat(exported.exit()).as(exported.text()).isZero();
        }
        var said = Packs.verify(folder.resolve("pack.zip"));
        assertThat(said.text()).contains("NOTE  no ruling names the knowledge file ");
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void stationsOfThePlaces_areRowsOfTheTopology() throws IOException {
        var stations = new TreeMap<String, Station>();
        var traits = new TreeMap<Station.Trait, String>();
        traits.put(Station.Trait.ZONE, "north");
        stations.put("alpha", new Station(traits));
        var pack = pack(new SmallFleet.Lie() {
            @Override
            public List<Document> documents() {
                var places = new Places(1, List.of(), List.of(), List.of(), stations);
                return List.of(SmallFleet.first(DocumentKind.PLACES, places.encode()));
            }
        });
        assertThat(text(pack, "parts/12-topology.csv")).contains("\"alpha\",\"zone, places version 1\",\"north\",\"\"");
        assertThat(Packs.verify(pack).exit()).isZero();
    }

    @Test
    void reasonsOfWhatWasDenied_areThoseOfTheRulingMadeAgain() throws IOException {
        var pack = pack(new SmallFleet.Lie() {});
        assertThat(text(pack, "parts/05-refusals.csv"))
                .contains("\"denied\",\"")
                .contains("(small/daily)");
    }

    private static String text(Path pack, String name) throws IOException {
        var bytes = Optional.ofNullable(Packs.files(pack).get(name)).orElseThrow();
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }
}
