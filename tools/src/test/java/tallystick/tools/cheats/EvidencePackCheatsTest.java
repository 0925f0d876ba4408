package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.docket.Docket;
import tallystick.core.pack.Archive;
import tallystick.core.pack.PackManifest;
import tallystick.core.policy.limit.Counters;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Everything that can be done to an evidence pack is found and named, docs/spec/evidence-pack.md EP-10")
class EvidencePackCheatsTest {
    private static final String ENTRIES = "logs/alpha/entries/00000000";

    @TempDir
    Path folder;

    private Path pack(SmallFleet.Lie lie) throws IOException {
        try (var _ = new SmallFleet().telling(lie).write(folder)) {
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
            return folder.resolve("pack.zip");
        }
    }

    private Path honest() throws IOException {
        return pack(new SmallFleet.Lie() {});
    }

    private static void assertFound(Path pack, String... named) {
        var said = Packs.verify(pack);
        assertThat(said.text()).contains("WRONG", "NOT VERIFIED").contains(named);
        assertThat(said.exit()).isEqualTo(1);
    }

    private static Bytes flipped(Bytes bytes, int at) {
        var changed = bytes.toArray();
        changed[at] ^= 1;
        return Bytes.copyOf(changed);
    }

    private static Bytes of(NavigableMap<String, Bytes> files, String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow();
    }

    @Test
    void oneFlippedByteOfEachFile_isFoundByTheFilesName() throws IOException {
        var pack = honest();
        var whole = Bytes.copyOf(Files.readAllBytes(pack));
        var files = Archive.parse(Archive.Source.of(whole)).orThrow().entries();
        for (var file : files) {
            Files.write(
                    pack,
                    flipped(whole, (int) (file.contentOffset() + file.size() / 2))
                            .toArray());
            assertFound(pack, file.name());
        }
        assertThat(files).hasSizeGreaterThan(45);
    }

    /// Every byte there is: of contents their check tells, of all else that there is one form of it.
    @Test
    void oneFlippedByteAnywhere_isFoundByTheArchive() throws IOException {
        var whole = Bytes.copyOf(Files.readAllBytes(honest()));
        var archive = Archive.parse(Archive.Source.of(whole)).orThrow();
        var found = 0L;
        var content = 0L;
        for (var entry : archive.entries())
            for (var at = entry.contentOffset(); at < entry.end(); at++) {
                var other = Archive.parse(flippedAt(whole, at)).orThrow();
                assertThat(other.isWhole(other.entries().get(archive.entries().indexOf(entry))))
                        .as("byte %d", at)
                        .isFalse();
                content++;
                found++;
            }
        var isContent = new boolean[whole.length()];
        for (var entry : archive.entries())
            Arrays.fill(isContent, (int) entry.contentOffset(), (int) entry.end(), true);
        for (var at = 0; at < whole.length(); at++)
            if (!isContent[at]) {
                assertThat(Archive.parse(flippedAt(whole, at)))
                        .as("byte %d", at)
                        .isInstanceOf(Parsed.Malformed.class);
                found++;
            }
        assertThat(found).isEqualTo(whole.length());
        assertThat(content).isGreaterThan(20_000);
    }

    private static Archive.Source flippedAt(Bytes whole, long at) {
        return new Archive.Source() {
            @Override
            public long length() {
                return whole.length();
            }

            @Override
            public Bytes read(long from, int lengthBytes) {
                var piece = whole.slice((int) from, (int) from + lengthBytes);
                return at >= from && at < from + lengthBytes ? flipped(piece, (int) (at - from)) : piece;
            }
        };
    }

    /// As a forger would who writes check and manifest anew: what is left are the signatures.
    @Test
    void oneFlippedByteOfEachFile_underAManifestThatFits_isFound() throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        var found = new ArrayList<String>();
        for (var file : files.entrySet()) {
            if (file.getKey().equals(PackManifest.NAME) || file.getKey().startsWith("parts/")) continue;
            var changed = new TreeMap<>(files);
            changed.put(file.getKey(), flipped(file.getValue(), file.getValue().length() / 2));
            if (Packs.verify(Packs.forged(pack, changed)).exit() == 1) found.add(file.getKey());
        }
        var tables = files.keySet().stream()
                .filter(name -> name.startsWith("parts/"))
                .count();
        assertThat(found).hasSize((int) (files.size() - 1 - tables)).hasSizeGreaterThan(12);
    }

    @Test
    void fileLeftOutOrAdded_isNamed() throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        var fewer = Packs.files(pack);
        fewer.remove(ENTRIES);
        assertFound(Packs.archived(pack, fewer), ENTRIES + " is in the manifest and not in the pack");
        var more = new TreeMap<>(files);
        more.put("parts/17-made-up.csv", Bytes.ofUtf8("x"));
        assertFound(Packs.archived(pack, more), "parts/17-made-up.csv is not in the manifest");
        assertFound(Packs.forged(pack, more), "parts/17-made-up.csv is made of no evidence");
    }

    private void assertEntriesFound(UnaryOperator<List<Bytes>> change, String named) throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        var count = 0;
        for (var bytes = of(files, ENTRIES); count < 256; count++)
            if (EntryBundle.parse(bytes, count + 1) instanceof Parsed.Ok<EntryBundle>) break;
        var entries = new ArrayList<>(
                EntryBundle.parse(of(files, ENTRIES), count + 1).orThrow().entries());
        files.put(ENTRIES, new EntryBundle(change.apply(entries)).encode());
        assertFound(Packs.forged(pack, files), named);
    }

    @Test
    void droppedEntry_isFound() throws IOException {
        assertEntriesFound(entries -> entries.subList(1, entries.size()), ENTRIES + " ends within entry");
    }

    @Test
    void reorderedEntries_areFound() throws IOException {
        assertEntriesFound(
                entries -> {
                    entries.add(2, entries.remove(4));
                    return entries;
                },
                "are not those of the tree that alpha signed");
    }

    @Test
    void duplicatedEntry_isFound() throws IOException {
        assertEntriesFound(
                entries -> {
                    entries.set(4, entries.get(3));
                    return entries;
                },
                "are not those of the tree that alpha signed");
        assertEntriesFound(
                entries -> {
                    entries.add(entries.getLast());
                    return entries;
                },
                ENTRIES + " goes on behind its last entry");
    }

    @Test
    void everyEntryDroppedDoubledOrSwapped_isFound() throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        var bytes = of(files, ENTRIES);
        var count = 1;
        while (!(EntryBundle.parse(bytes, count) instanceof Parsed.Ok<EntryBundle>)) count++;
        var honest = EntryBundle.parse(bytes, count).orThrow().entries();
        var found = 0;
        for (var i = 0; i < honest.size(); i++)
            for (var forged : forgeries(honest, i)) {
                files.put(ENTRIES, new EntryBundle(forged).encode());
                assertFound(Packs.forged(folder.resolve("forged.zip"), files), ENTRIES.substring(0, 10));
                found++;
            }
        assertThat(found).isEqualTo(3 * honest.size() - 1).isGreaterThan(30);
    }

    private static List<List<Bytes>> forgeries(List<Bytes> honest, int at) {
        var dropped = new ArrayList<>(honest);
        dropped.remove(at);
        var doubled = new ArrayList<>(honest);
        doubled.add(at, honest.get(at));
        if (at + 1 == honest.size()) return List.of(dropped, doubled);
        var swapped = new ArrayList<>(honest);
        Collections.swap(swapped, at, at + 1);
        return List.of(dropped, doubled, swapped);
    }

    @Test
    void spendThatNoReceiptHas_isNamed() throws IOException {
        var pack = honest();
        var table = new String(of(Packs.files(pack), "parts/04-withdrawals.csv").toArray(), StandardCharsets.UTF_8);
        var signature = Pattern.compile("\"([0-9a-f]{128})\"").matcher(table);
        assertThat(signature.find()).isTrue();
        var known = Files.writeString(folder.resolve("known"), signature.group(1) + "\n\n");
        var good = Packs.verify(pack, "--spends", known.toString());
        assertThat(good.text()).contains("1 spends that chains show have receipts");
        assertThat(good.exit()).as(good.text()).isZero();
        var unseen = Files.writeString(folder.resolve("unseen"), signature.group(1) + "\n" + "ab".repeat(64));
        var said = Packs.verify(pack, "--spends", unseen.toString());
        assertThat(said.text()).contains("a chain shows the signature abab", "and no receipt has it");
        assertThat(said.exit()).isEqualTo(1);
        var text = Files.writeString(folder.resolve("text"), "no signature");
        assertThat(Packs.verify(pack, "--spends", text.toString()).text()).contains("line 1: no signature of 64 bytes");
    }

    @Test
    void checkpointSignedAnewByAnother_isFound() throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        var name = "logs/alpha/checkpoint";
        var old = SignedCheckpoint.parse(of(files, name)).orThrow();
        try (var fleet = new SmallFleet()) {
            var forged = SignedCheckpoint.of(old.checkpoint().origin(), old.head(), fleet.key("ann"));
            files.put(name, forged.encode());
        }
        assertFound(Packs.forged(pack, files), "WRONG alpha signed the checkpoint");
    }

    @Test
    void forkedLog_isFoundByWhatWasCosigned() throws IOException {
        honest();
        var kept = folder.resolve("kept-cosignature");
        Files.copy(folder.resolve("alpha/log/cosigned/beta"), kept);
        honest();
        try (var fleet = new SmallFleet().telling(new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var other = new ArrayList<>(events);
                other.set(0, new AuditEvent.NodeStarted("another past", digest(1), digest(2)));
                return other;
            }
        })) {
            fleet.write(folder);
        }
        Files.copy(kept, folder.resolve("alpha/log/cosigned/beta"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(folder.resolve("pack.zip"));
        assertThat(Packs.export(folder).exit()).isZero();
        assertFound(folder.resolve("pack.zip"), "WRONG the log of alpha goes on from those 5 entries");
    }

    private static Digest32 digest(int value) {
        return Digest32.ofHex("%02x".formatted(value).repeat(32));
    }

    private static SmallFleet.Lie saying(String liar, UnaryOperator<List<AuditEvent>> change) {
        return new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                return node.equals(liar) ? change.apply(new ArrayList<>(events)) : events;
            }
        };
    }

    @Test
    void receiptThatASignerDoesNotHave_isNamed() throws IOException {
        var pack = pack(saying("beta", events -> {
            events.removeIf(event -> event instanceof AuditEvent.Signed);
            events.removeIf(event ->
                    event instanceof AuditEvent.NodeVerdict verdict && verdict.ruling() == AuditEvent.Ruling.SIGN);
            return events;
        }));
        assertFound(pack, "that names beta as a signer, and beta has none, nor a verdict");
    }

    @Test
    void signatureWithoutARuling_isNamed() throws IOException {
        var pack = pack(saying("alpha", events -> {
            events.removeIf(event ->
                    event instanceof AuditEvent.PolicyDecided said && said.decision() == AuditEvent.Said.ALLOWED);
            return events;
        }));
        assertFound(pack, "the policy in force had not allowed it");
    }

    @Test
    void rulingThatAgainIsAnother_isNamed() throws IOException {
        var pack = pack(saying("alpha", events -> {
            events.replaceAll(
                    event -> event instanceof AuditEvent.PolicyDecided said && said.decision() == AuditEvent.Said.DENIED
                            ? new AuditEvent.PolicyDecided(
                                    said.intent(), said.policy(), said.basis(), AuditEvent.Said.PENDING, said.why())
                            : event);
            return events;
        }));
        assertFound(pack, "ruling again says denied");
    }

    @Test
    void rulingThatTheDocketLacks_isNamed() throws IOException {
        var pack = pack(new SmallFleet.Lie() {
            @Override
            public List<Docket.Item> kept(String node, List<Docket.Item> items) {
                return items.subList(0, items.size() - 1);
            }
        });
        assertFound(pack, "the docket of alpha does not have it: nobody can rule again");
    }

    @Test
    void limitThatForgot_isNamed() throws IOException {
        var pack = pack(new SmallFleet.Lie() {
            @Override
            public Counters counted(Counters counters) {
                return Counters.none();
            }
        });
        assertFound(pack, "the limit small/daily", "forgot what was signed for intent");
    }

    @Test
    void genesisThatIsNotThere_isNamed() throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        files.keySet().removeIf(name -> name.startsWith("governed/alpha/01-"));
        assertFound(Packs.forged(pack, files), "the log of alpha tells of the genesis of the workspace");
    }

    @Test
    void tableThatSaysSomethingElse_isNamed() throws IOException {
        var pack = honest();
        var files = Packs.files(pack);
        var name = "parts/04-withdrawals.csv";
        files.put(
                name, Bytes.ofUtf8(new String(of(files, name).toArray(), StandardCharsets.UTF_8).replace("300", "3")));
        assertFound(Packs.forged(pack, files), name + " says something else than the evidence");
    }

    @Test
    void administratorGiven_takesThePlaceOfThePacksOwn() throws IOException {
        var pack = honest();
        var said = Packs.verify(pack, "--administrator", folder.resolve("card").toString());
        assertThat(said.exit()).isZero();
        assertThat(said.text()).doesNotContain("NOTE  the administrator");
        assertThat(Packs.verify(pack).text()).contains("compare it with one you got elsewhere");
        try (var fleet = new SmallFleet()) {
            Files.writeString(folder.resolve("other"), fleet.cardOf("ann"));
        }
        var other =
                Packs.verify(pack, "--administrator", folder.resolve("other").toString());
        assertThat(other.text()).contains("WRONG roster version 1 is signed by ann");
        assertThat(other.exit()).isEqualTo(1);
    }

    @Test
    void whatIsNoArchive_cannotBeRead() throws IOException {
        var file = Files.writeString(folder.resolve("text"), "this is no pack at all, but long enough");
        assertThat(Packs.verify(file).exit()).isEqualTo(2);
        assertThat(Packs.verify(folder.resolve("nothing")).exit()).isEqualTo(2);
        assertThat(Packs.verify(file, "--json").text()).contains("\"verified\":false");
    }
}
