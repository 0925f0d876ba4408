package tallystick.core.old;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.codec.Bytes;

@DisplayName("Audit entries of version 1, docs/spec/audit-log.md")
class AuditEntryOldTest {
    @Test
    void everyKindOfVersionOne_stillOpens() throws IOException {
        var root = System.getProperty("tallystick.root");
        if (root == null) throw new AssertionError("the property tallystick.root names the repository's folder");
        var kinds = new HashSet<Class<?>>();
        var opened = 0;
        for (var line : Files.readAllLines(Path.of(root, "vectors/tlog/audit-entries-1.txt"))) {
            if (line.startsWith("#")) continue;
            var words = line.split(" ", -1);
            var entry = AuditEntry.parse(Bytes.ofHex(words[1])).orThrow();
            assertEquals(words[0], entry.event().getClass().getSimpleName());
            assertEquals(Bytes.ofHex(words[1]), entry.encode());
            kinds.add(entry.event().getClass());
            opened++;
        }
        assertEquals(33, opened);
        assertEquals(AuditEvent.class.getPermittedSubclasses().length, kinds.size());
    }
}
