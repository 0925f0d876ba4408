package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Zips;
import tallystick.core.pack.Archive;
import tallystick.core.pack.ArchiveEntry;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("The archive of a pack, docs/spec/evidence-pack.md EP-1 and EP-2")
class ArchiveCheatsTest {
    private static boolean isRead(Bytes bytes) {
        return Archive.parse(Archive.Source.of(bytes)) instanceof Parsed.Ok<Archive>(var archive)
                && archive.entries().stream().allMatch(archive::isWhole);
    }

    private static String expected(Bytes bytes) {
        return Archive.parse(Archive.Source.of(bytes)) instanceof Parsed.Malformed<Archive>(var _, var expected)
                ? expected
                : "";
    }

    private static Bytes altered(Bytes bytes, int at, int value) {
        var changed = bytes.toArray();
        changed[at] = (byte) value;
        return Bytes.copyOf(changed);
    }

    @Test
    void archive_asItIsWritten_isReadByThisAndByAnyOtherReader() throws IOException {
        var bytes = Zips.three();
        assertThat(isRead(bytes)).isTrue();
        var names = new ArrayList<String>();
        try (var other = new ZipInputStream(new ByteArrayInputStream(bytes.toArray()))) {
            for (var entry = other.getNextEntry(); entry != null; entry = other.getNextEntry())
                names.add(entry.getName() + "=" + new String(other.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(names).containsExactly("a=one", "b/c.txt=two, longer", "b/d=");
        assertThat(isRead(Archive.tail(List.of()))).isTrue();
    }

    @Test
    void everyOtherValueOfEveryByte_isRefused() {
        var bytes = Zips.three();
        var refused = 0;
        for (var at = 0; at < bytes.length(); at++)
            for (var bit = 0; bit < 8; bit++) {
                assertThat(isRead(altered(bytes, at, bytes.at(at) ^ 1 << bit)))
                        .as("bit %d of byte %d", bit, at)
                        .isFalse();
                refused++;
            }
        assertThat(refused).isEqualTo(8 * bytes.length());
    }

    @Test
    void everyCutAndEveryAppendedByte_isRefused() {
        var bytes = Zips.three();
        for (var length = 0; length < bytes.length(); length++)
            assertThat(isRead(bytes.slice(0, length))).as("of %d bytes", length).isFalse();
        assertThat(isRead(Bytes.concat(bytes, Bytes.copyOf((byte) 0)))).isFalse();
        assertThat(isRead(Bytes.concat(Bytes.copyOf((byte) 0), bytes))).isFalse();
        assertThat(isRead(Bytes.concat(bytes, bytes))).isFalse();
    }

    @Test
    void files_outOfOrderOrTwice_areRefused() {
        assertThat(expected(Zips.of(List.of(Map.entry("b", "x"), Map.entry("a", "y")))))
                .isEqualTo("a in its place by name, once");
        assertThat(expected(Zips.of(List.of(Map.entry("a", "x"), Map.entry("a", "x")))))
                .isEqualTo("a in its place by name, once");
    }

    @Test
    void files_thatOverlapOrLeaveAGap_areRefused() {
        var one = new ArchiveEntry("a", 0, 3, 0);
        var two = new ArchiveEntry("b", 10, 3, 0);
        var three = new ArchiveEntry("b", one.end() + 1, 3, 0);
        for (var second : List.of(two, three)) {
            var front = new byte[(int) Math.max(second.end(), one.end())];
            var whole = Bytes.concat(Bytes.copyOf(front), Archive.tail(List.of(one, second)));
            assertThat(expected(whole)).contains("right behind what is before it");
        }
    }

    @Test
    void names_withWaysOut_areRefused() {
        var refused = List.of(
                "../a", "a/../b", "/a", "a/", "a//b", ".a", "a/.b", "a\\b", "a b", "é", "", "a:b", "x".repeat(201));
        for (var name : refused) {
            assertThat(ArchiveEntry.isName(name)).as(name).isFalse();
            assertThatThrownBy(() -> new ArchiveEntry(name, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        }
        var bytes = Zips.of(List.of(Map.entry("aa/b", "x")));
        var slash = bytes.toArray();
        for (var i = 0; i < slash.length - 1; i++)
            if (slash[i] == 'a' && slash[i + 1] == 'a') slash[i] = slash[i + 1] = '.';
        assertThat(expected(Bytes.copyOf(slash))).isEqualTo("a plain name without ways out");
    }

    @Test
    void sizes_ofTheSixtyFourBitForm_areRefused() {
        assertThatThrownBy(() -> new ArchiveEntry("a", 0, 0xffff_ffffL, 0))
                .isInstanceOf(IllegalArgumentException.class);
        var bytes = Zips.of(List.of(Map.entry("a", "x"))).toArray();
        var directory = 30 + 1 + 1;
        for (var at = 20; at < 28; at++) bytes[directory + at] = (byte) 0xff;
        assertThat(expected(Bytes.copyOf(bytes))).isEqualTo("sizes without the 64-bit form");
    }

    @Test
    void archive_ofAnotherWriter_isRefused() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var other = new ZipOutputStream(out)) {
            other.putNextEntry(new ZipEntry("a"));
            other.write('x');
        }
        assertThat(isRead(Bytes.copyOf(out.toByteArray()))).isFalse();
    }
}
