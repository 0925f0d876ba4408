package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochChange;

@DisplayName("Records of epochs of the forms before the fourth, vectors/old/epoch-record-3")
class EpochRecord3Test {
    private static List<String> lines() throws IOException {
        var root = Path.of(System.getProperty("tallystick.root", ".."));
        return Files.readAllLines(root.resolve("vectors/old/epoch-record-3/records.txt"));
    }

    private static EpochRecord read(int form) throws IOException {
        var key = new Digest32(Bytes.ofHex(line("key ")));
        var encoded = Bytes.ofHex(line(form + " "));
        var record = EpochRecord.parse(encoded, key).orThrow();
        assertThat(record.encode()).as("it is written as it was").isEqualTo(encoded);
        assertThat(record.builtOn()).isEmpty();
        return record;
    }

    private static String line(String begins) throws IOException {
        var found = lines().stream()
                .filter(line -> line.startsWith(begins))
                .findFirst()
                .orElseThrow();
        return found.substring(begins.length());
    }

    @Test
    void form1_isOfANodeThatSigns() throws IOException {
        var record = read(1);
        assertThat(record.change()).isInstanceOf(EpochChange.OldErased.class);
        assertThat(record.change().activeEpoch()).isEqualTo(3);
        assertThat(record.shown()).isPresent();
        assertThat(record.known()).hasSize(1);
    }

    @Test
    void form2_isOfANodeThatGaveItsShareUp() throws IOException {
        var record = read(2);
        assertThat(record.gaveUp()).isTrue();
        assertThat(record.known().stream().map(each -> each.key().epoch())).containsExactly(2, 3);
    }

    @Test
    void form3_isOfANodeThatKeepsTheEpochBefore() throws IOException {
        var record = read(3);
        assertThat(record.change()).isInstanceOf(EpochChange.Active.class);
        assertThat(record.before().stream().map(each -> each.key().epoch())).containsExactly(2);
    }
}
