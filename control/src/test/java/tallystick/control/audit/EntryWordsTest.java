package tallystick.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.codec.Bytes;

/// Every kind of entry is a sentence.
class EntryWordsTest {
    @Test
    void everyKind_hasWordsOfItsOwn() throws IOException {
        var root = Path.of(System.getProperty("tallystick.root", ".."));
        var kinds = new HashSet<Class<?>>();
        var sentences = new HashSet<String>();
        for (var line : Files.readAllLines(root.resolve("vectors/tlog/audit-entries-1.txt"))) {
            if (line.startsWith("#")) continue;
            var event = AuditEntry.parse(Bytes.ofHex(line.substring(line.indexOf(' ') + 1)))
                    .orThrow()
                    .event();
            var sentence = EntryWords.of(event);
            assertThat(sentence)
                    .endsWith(".")
                    .doesNotStartWith(EntryWords.UNKNOWN)
                    .doesNotContain("[");
            kinds.add(event.getClass());
            sentences.add(sentence);
        }
        assertThat(kinds).hasSize(AuditEvent.class.getPermittedSubclasses().length);
        assertThat(sentences).hasSizeGreaterThanOrEqualTo(kinds.size());
    }
}
