package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.tlog.Checkpoint;
import tallystick.core.tlog.Frontier;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.NoteKey;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

@DisplayName("RFC 6962 §2.1; C2SP tlog-tiles, signed-note, tlog-checkpoint, tlog-cosignature")
class TlogVectorsTest {
    private static List<String> lines(String file) throws IOException {
        var root = System.getProperty("tallystick.root");
        if (root == null) throw new AssertionError("the property tallystick.root names the repository's folder");
        return Files.readAllLines(Path.of(root, "vectors/tlog", file)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void sharedTree_hasItsRoots() throws IOException {
        var entries = new ArrayList<Bytes>();
        var checked = 0;
        for (var line : lines("rfc6962-tree.txt")) {
            var words = line.split(" ", -1);
            if (words[0].equals("leaf")) entries.add(Bytes.ofHex(words[1].equals("-") ? "" : words[1]));
            else {
                var size = Integer.parseInt(words[1]);
                var frontier = new Frontier();
                entries.subList(0, size).forEach(entry -> frontier.append(MerkleTree.leaf(entry)));
                assertEquals(new TreeHead(size, Digest32.ofHex(words[2])), frontier.head());
                checked++;
            }
        }
        assertEquals(9, checked);
    }

    @Test
    void publishedPathsAndSizes_areOurs() throws IOException {
        var checked = 0;
        for (var line : lines("tile-paths.txt")) {
            var words = line.split(" ", -1);
            if (words[0].equals("path")) {
                var level = words[1].equals("entries") ? TilePath.ENTRIES : Integer.parseInt(words[1]);
                var path = new TilePath(level, Long.parseLong(words[2]), Integer.parseInt(words[3]));
                assertEquals(words[4], path.text());
                assertEquals(path, TilePath.parse(words[4]).orThrow());
            } else {
                var log = new TiledLog(_ -> java.util.Optional.empty(), Long.parseLong(words[1]));
                var level = Integer.parseInt(words[2]);
                var full = Integer.parseInt(words[3]);
                var width = Integer.parseInt(words[4]);
                if (full > 0) assertThat(log.path(level, full - 1).isFull()).isTrue();
                if (width > 0) assertEquals(width, log.path(level, full).width());
            }
            checked++;
        }
        assertEquals(9, checked);
    }

    private record Case(List<NoteKey> keys, Bytes note) {}

    private static List<Case> cases(String file) throws IOException {
        var cases = new ArrayList<Case>();
        var keys = new ArrayList<NoteKey>();
        var note = new StringBuilder();
        for (var line : lines(file)) {
            if (line.startsWith("key ") && !note.isEmpty()) {
                cases.add(new Case(List.copyOf(keys), Bytes.ofUtf8(note.toString())));
                keys.clear();
                note.setLength(0);
            }
            if (line.startsWith("key "))
                keys.add(NoteKey.parse(line.substring(4)).orThrow());
            else note.append(line.substring(1)).append('\n');
        }
        cases.add(new Case(List.copyOf(keys), Bytes.ofUtf8(note.toString())));
        return cases;
    }

    @Test
    void othersNotes_verify() throws IOException {
        var verified = 0;
        for (var each : cases("notes.txt")) {
            var note = SignedNote.parse(each.note()).orThrow();
            assertEquals(SignedNote.Check.VERIFIED, note.check(each.keys().getFirst()));
            assertEquals(each.note(), note.encode());
            verified++;
        }
        assertEquals(3, verified);
    }

    @Test
    void othersTreeHead_isACheckpoint() throws IOException {
        var cases = cases("notes.txt");
        var signed = SignedCheckpoint.parse(cases.get(2).note()).orThrow();
        assertEquals(65209736, signed.head().size());
        assertEquals("go.sum database tree", signed.checkpoint().origin());
        assertThat(signed.isOf(cases.get(2).keys().getFirst()))
                .as("the key's name is another than the origin")
                .isFalse();
        assertThat(Checkpoint.parse(
                        SignedNote.parse(cases.getFirst().note()).orThrow().text()))
                .as("a note that is no checkpoint")
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void cosignature_madeByAnotherImplementation_verifies() throws IOException {
        var only = cases("cosigned.txt").getFirst();
        var signed = SignedCheckpoint.parse(only.note()).orThrow();
        assertThat(signed.isOf(only.keys().get(0))).isTrue();
        assertThat(signed.note().cosignedAt(only.keys().get(1))).contains(Instant.ofEpochSecond(1_800_000_000));
        assertEquals(2, signed.head().size());
        assertEquals(only.note(), signed.encode());
    }
}
