package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Texts in logs that would move what is printed beside them: EP-57")
class PackTextsTest {
    /// Wipes the screen, says that all is well, and has a terminal wait for the end of its title.
    private static final String TEXT = "beta\u001b[2J\nverified\r\u202e\u001b]0;";

    @TempDir
    Path folder;

    private static final SmallFleet.Lie LIE = new SmallFleet.Lie() {
        @Override
        public List<AuditEvent> told(String node, List<AuditEvent> events) {
            var all = new ArrayList<>(events);
            var head = new TreeHead(3, Digest32.ofHex("0a".repeat(32)));
            all.add(4, new AuditEvent.PeerQuarantined(TEXT, "why", head, head));
            all.add(4, new AuditEvent.CeremonyPrepared(head.root(), 1, head.root()));
            all.add(4, new AuditEvent.Frozen(TEXT, "why"));
            return all;
        }
    };

    private static void assertPlain(String text) {
        assertThat(text).doesNotContain("\u001b").doesNotContain("\r").doesNotContain("\u202e");
        assertThat(text.lines().filter("verified"::equals)).isEmpty();
    }

    @Test
    void textsOfALog_areOneLine_andMoveNothing() throws IOException {
        try (var _ = new SmallFleet().telling(LIE).write(folder)) {
            assertThat(Packs.export(folder).exit()).isZero();
        }
        var said = Packs.verify(folder.resolve("pack.zip"));
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.text()).contains("beta\\u{1B}[2J\\u{A}verified\\u{D}\\u{202E}\\u{1B}]0;");
        assertPlain(said.text());
        assertThat(said.text().strip()).endsWith("NOT VERIFIED");
        assertThat(said.text().lines())
                .allMatch(line -> line.matches("(ok|NOTE|WRONG) .*|NOT VERIFIED|[0-9]+ entries looked at"));
    }

    @Test
    void entriesThatAreShown_areAsPlain() throws IOException {
        try (var _ = new SmallFleet().telling(LIE).write(folder)) {
            var log = folder.resolve("alpha/log").toString();
            var all = Packs.run("log", "list", log);
            assertThat(all.exit()).as(all.text()).isZero();
            assertThat(all.text()).contains("\\u{1B}");
            assertPlain(all.text());
            var one = Packs.run("log", "show", log, "4");
            assertThat(one.text()).contains("\\u{1B}");
            assertPlain(one.text());
        }
    }
}
