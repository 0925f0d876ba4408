package tallystick.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.hash.Digest32;

@DisplayName("What a node runs from, docs/spec/attestation.md §4")
class BuildTest {
    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /// By the commands of the specification, run over the same files.
    @Test
    void jars_hashAsTheToolsOfTheSystemDo() throws IOException {
        var jars = List.of(file("b.jar", "two\n"), file("a.jar", "one\n"), file("c.jar", "two\n"));
        assertEquals(
                Digest32.ofHex("173ca3ab6b78c67f78f35b1b1fa90f3a0897e2f9b572c6486a27bb8f21027b8e"), Build.hash(jars));
        assertEquals(Build.hash(jars), Build.hash(jars.reversed()));
    }

    @Test
    void directory_hashesAsTheToolsOfTheSystemDo() throws IOException {
        file("classes/p/B.class", "two\n");
        file("classes/p/A.class", "one\n");
        file("classes/Z.class", "");
        assertEquals(
                Digest32.ofHex("1bfc9771fd5154d008bd59f7a059f79ca4ef55738d9709f6d77f573bac285a88"),
                Build.hash(List.of(folder.resolve("classes"))));
    }

    @Test
    void placesNamesAndTimes_doNotCount() throws IOException {
        var here = file("here/one.jar", "one");
        var there = file("there/other-name.jar", "one");
        Files.setLastModifiedTime(there, FileTime.fromMillis(0));
        assertEquals(Build.hash(List.of(here)), Build.hash(List.of(there)));
        assertEquals(Build.hash(List.of(here)), Build.hash(List.of(here, there, folder.resolve("not-there.jar"))));
        assertThat(Build.hash(List.of(file("here/two.jar", "onf")))).isNotEqualTo(Build.hash(List.of(here)));
        file("x/A", "one");
        file("y/B", "one");
        assertThat(Build.hash(List.of(folder.resolve("x")))).isNotEqualTo(Build.hash(List.of(folder.resolve("y"))));
    }

    @Test
    void everyEntry_counts() throws IOException {
        var node = file("node.jar", "node");
        var library = file("library.jar", "library");
        assertThat(Build.hash(List.of(node, library))).isNotEqualTo(Build.hash(List.of(node)));
        assertThat(Build.hash(List.of(node, library)))
                .isNotEqualTo(Build.hash(List.of(node, file("library-patched.jar", "library!"))));
    }

    /// It stands for the working directory, from which anything might be loaded.
    @Test
    void emptyEntry_isNotThatOfARelease() throws IOException {
        var node = file("node.jar", "node");
        assertThat(Build.hash(List.of(Path.of(""), node))).isNotEqualTo(Build.hash(List.of(node)));
        assertEquals(Build.hash(List.of(Path.of(""))), Build.hash(List.of(file("empty.jar", ""))));
    }

    @Test
    void ownBuild_isTheSameEveryTime() throws IOException {
        assertEquals(Build.own(), Build.own());
        assertThat(Build.own().hash()).isNotEqualTo(Digest32.ofHex("00".repeat(32)));
    }
}
