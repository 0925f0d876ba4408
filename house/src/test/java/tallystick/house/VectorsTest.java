package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Data that no test reads proves nothing.
class VectorsTest {
    @Test
    void everyVectorsFolder_isReadByATest() {
        var tests = Repository.sources().stream()
                .filter(source -> !source.isMain() && !source.path().startsWith("house/"))
                .map(Source::text)
                .toList();
        var folders = Repository.files().stream()
                .map(Repository::name)
                .filter(name -> name.startsWith("vectors/") && name.indexOf('/', 8) > 0)
                .map(name -> name.substring(8, name.indexOf('/', 8)))
                .distinct();
        assertThat(unread(folders, tests)).isEmpty();
    }

    @Test
    void folder_thatNoTestNames_isFound() {
        var tests = List.of("read(\"vectors/bip32/keys.json\")", "read(\"house\")");
        assertThat(unread(Stream.of("bip32", "house", "rfc9591"), tests)).containsExactly("rfc9591");
    }

    private static List<String> unread(Stream<String> folders, List<String> tests) {
        return folders.filter(folder -> tests.stream()
                        .noneMatch(text -> text.contains("vectors/" + folder) || text.contains("\"" + folder)))
                .toList();
    }
}
