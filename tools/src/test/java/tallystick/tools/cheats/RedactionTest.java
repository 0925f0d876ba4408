package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Openings;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Erasing personal texts breaks no proof, and no opening lies, docs/spec/redaction.md")
class RedactionTest {
    private static final String OPENINGS = "openings/alpha/all";
    private static final String ACCESS = "parts/07-access.csv";
    private static final Digest32 PIN = StandardHash.sha256(Bytes.ofUtf8("pin"));
    private static final Opening OLGA = opening("olga-of-the-night-shift");
    private static final Opening NAME = opening("Ann Example");
    private static final Opening IDLE = opening("somebody of another year");

    @TempDir
    Path folder;

    private static Opening opening(String text) {
        return Opening.of(SmallFleet.AT, StandardHash.sha256(Bytes.ofUtf8("salt of " + text)), text);
    }

    /// A fleet whose log and document of people have veils, and whose nodes keep what opens them.
    private SmallFleet veiled() {
        return new SmallFleet().telling(new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var more = new ArrayList<>(events);
                more.add(new AuditEvent.CallerAdmitted(OLGA.veil().text(), 2, PIN));
                return more;
            }

            @Override
            public List<Opening> opens(String node) {
                return List.of(OLGA, NAME, IDLE);
            }

            @Override
            public String displayName(String person) {
                return person.equals("ann") ? NAME.veil().text() : person;
            }
        });
    }

    private NavigableMap<String, Bytes> exported() throws IOException {
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        return Packs.files(pack());
    }

    private Path pack() {
        return folder.resolve("pack.zip");
    }

    private static Bytes of(NavigableMap<String, Bytes> files, String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow();
    }

    private static String text(NavigableMap<String, Bytes> files, String name) {
        return new String(of(files, name).toArray(), StandardCharsets.UTF_8);
    }

    private void assertHolds(String... said) {
        var verified = Packs.verify(pack());
        assertThat(verified.exit()).as(verified.text()).isZero();
        assertThat(verified.text()).contains(said);
    }

    private void assertFound(NavigableMap<String, Bytes> files, String... said) throws IOException {
        var verified = Packs.verify(Packs.forged(pack(), files));
        assertThat(verified.text()).contains("WRONG").contains(said);
        assertThat(verified.exit()).isEqualTo(1);
    }

    private static Packs.Ran redact(Path node, String... further) {
        var words = new ArrayList<>(List.of("evidence", "redact", "--node", node.toString(), "--reason", "ticket 12"));
        words.addAll(List.of(further));
        return Packs.run(words.toArray(String[]::new));
    }

    @Test
    void veiledTexts_areReadableInThePack_whichHasNoOtherOpenings() throws IOException {
        try (var _ = veiled().write(folder)) {
            var files = exported();
            assertThat(text(files, ACCESS)).contains("\"calls of a day\",\"olga-of-the-night-shift\"");
            assertThat(Openings.parse(of(files, OPENINGS)).orThrow().all()).containsExactlyInAnyOrder(OLGA, NAME);
            assertHolds("2 openings open the veils that they name");
            assertThat(Packs.verify(pack()).text()).doesNotContain("redacted");
        }
    }

    @Test
    void erasedText_isInNoFileOfTheNextPack_whichHoldsAsBefore() throws IOException {
        try (var _ = veiled().write(folder)) {
            exported();
            for (var node : SmallFleet.NODES) {
                var dry = redact(folder.resolve(node), "--text", "night-shift", "--dry-run");
                assertThat(dry.text()).contains("1 texts would be erased");
                var done = redact(folder.resolve(node), "--text", "night-shift");
                assertThat(done.exit()).isZero();
                assertThat(done.text()).contains("1 texts erased");
            }
            var files = exported();
            assertThat(text(files, ACCESS))
                    .contains("\"redacted (%s)\"".formatted(OLGA.veil().text()));
            for (var file : files.keySet())
                assertThat(new String(of(files, file).toArray(), StandardCharsets.ISO_8859_1))
                        .as(file)
                        .doesNotContain("night-shift");
            assertHolds("1 openings open", "6 rulings were made again", "2 texts are redacted");
        }
    }

    @Test
    void allErasedByTime_leavesAPackThatHolds() throws IOException {
        try (var _ = veiled().write(folder)) {
            for (var node : SmallFleet.NODES) {
                var kept = redact(folder.resolve(node), "--before", SmallFleet.AT.toString());
                assertThat(kept.text()).contains("0 texts erased");
                var done = redact(
                        folder.resolve(node),
                        "--before",
                        SmallFleet.AT.plusSeconds(1).toString());
                assertThat(done.text()).contains("3 texts erased");
            }
            assertThat(exported()).doesNotContainKey(OPENINGS);
            assertHolds("3 texts are redacted");
        }
    }

    @Test
    void oneVeil_isErasedAlone_andWhatIsNoneIsRefused() throws IOException {
        try (var _ = veiled().write(folder)) {
            var alpha = folder.resolve("alpha");
            assertThat(redact(alpha, "--veil", OLGA.veil().text()).text()).contains("1 texts erased");
            assertThat(redact(alpha, "--veil", "olga").exit()).isEqualTo(2);
            assertThat(redact(folder, "--text", "x").text()).contains("no node's folder");
            assertThat(redact(alpha, "--text", " ").exit()).isEqualTo(2);
        }
    }

    @Test
    void openingWithAnotherSaltOrText_isNamed() throws IOException {
        try (var _ = veiled().write(folder)) {
            var files = exported();
            for (var lie : List.of(
                    new Opening(OLGA.at(), OLGA.veil(), NAME.salt(), OLGA.text()),
                    new Opening(OLGA.at(), OLGA.veil(), OLGA.salt(), "otto"),
                    new Opening(OLGA.at(), OLGA.veil(), NAME.salt(), NAME.text()))) {
                files.put(OPENINGS, new Openings(List.of(lie, NAME)).encode());
                assertFound(files, "an opening does not open " + OLGA.veil().text());
            }
        }
    }

    @Test
    void openingOfNothingInThePack_isNamed() throws IOException {
        try (var _ = veiled().write(folder)) {
            var files = exported();
            files.put(OPENINGS, new Openings(List.of(OLGA, NAME, IDLE)).encode());
            assertFound(
                    files,
                    "an opening of %s, which nothing in the pack names"
                            .formatted(IDLE.veil().text()));
        }
    }

    @Test
    void tableThatClaimsRedaction_whereTheOpeningIsThere_isNamed() throws IOException {
        try (var _ = veiled().write(folder)) {
            var files = exported();
            var redacted = text(files, ACCESS).replace(OLGA.text(), OLGA.veil().redacted());
            files.put(ACCESS, Bytes.ofUtf8(redacted));
            assertFound(files, ACCESS + " says something else than the evidence");
        }
    }

    @Test
    void tableThatTellsAText_whoseOpeningIsNotThere_isNamed() throws IOException {
        try (var _ = veiled().write(folder)) {
            var files = exported();
            for (var node : SmallFleet.NODES) files.remove("openings/%s/all".formatted(node));
            assertFound(files, ACCESS + " says something else than the evidence", "texts are redacted");
        }
    }

    @Test
    void openingsThatAreMalformed_areNamed() throws IOException {
        try (var _ = veiled().write(folder)) {
            var files = exported();
            files.put(OPENINGS, Bytes.concat(of(files, OPENINGS), Bytes.copyOf((byte) 0)));
            assertFound(files, OPENINGS + " at byte");
        }
    }

    @Test
    void veilOfATextForADocument_isOpenedByEveryNodeThatWasNamed() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var words = new ArrayList<>(List.of("evidence", "veil", "--text", "Zoë Müller"));
            for (var node : SmallFleet.NODES)
                words.addAll(List.of("--node", folder.resolve(node).toString()));
            var made = Packs.run(words.toArray(String[]::new));
            assertThat(made.exit()).isZero();
            var veil = made.text().strip();
            assertThat(veil).matches("veil-[a-z2-7]{52}");
            assertThat(redact(folder.resolve("beta"), "--veil", veil).text()).contains("1 texts erased");
        }
    }
}
