package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.codec.Bytes;
import tallystick.node.docket.FileDocket;
import tallystick.node.kit.Patience;
import tallystick.node.ledger.Kept;

@DisplayName("A docket that cannot be written for a while, docs/spec/evidence-pack.md EP-60")
class FileDocketTest {
    private static final Kept ROW = new Kept(5, Bytes.ofHex("0a"), Instant.EPOCH, Bytes.ofUtf8("an order"));
    private static final Kept OTHER = new Kept(5, Bytes.ofHex("0b"), Instant.EPOCH, Bytes.ofUtf8("another"));

    @TempDir
    Path directory;

    private Path kept(String name) {
        return directory.resolve("kept").resolve(name);
    }

    /// Nobody tells it again: what people signed would be missing for good. And who looks every few seconds hears also
    /// of what was over in between.
    @Test
    void rowThatCouldNotBeWritten_isWrittenAsSoonAsItCan_andThatIsToldOnce() throws IOException {
        try (var docket = FileDocket.open(directory, "alpha", Optional.empty())) {
            assertThat(docket.trouble()).isEmpty();
            var inTheWay = Files.createDirectory(kept("05-0a.new"));
            docket.kept(List.of(ROW, OTHER));
            Patience.until("the other row", () -> Files.exists(kept("05-0b")));
            Files.delete(inTheWay);
            Patience.until("the row", () -> Files.exists(kept("05-0a")));
            assertThat(docket.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains(AuditEvent.AlarmRang.DOCKET));
            Patience.until("that it is over", () -> docket.trouble().isEmpty());
        }
    }

    /// Who waits for a ruling is refused by then; that it will be so until a restart has to be told.
    @Test
    void threadThatEndedOutOfTurn_isToldAsTrouble_andOneThatIsClosedIsNone() throws Exception {
        var docket = FileDocket.open(directory, "alpha", Optional.empty());
        assertThat(docket.trouble()).isEmpty();
        for (var thread : Thread.getAllStackTraces().keySet())
            if (thread.getName().equals("docket")) {
                thread.interrupt();
                thread.join();
            }
        for (var again = 0; again < 2; again++)
            assertThat(docket.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains(AuditEvent.AlarmRang.DOCKET, "restarted"));
        docket.close();

        var closed = FileDocket.open(directory, "alpha", Optional.empty());
        closed.close();
        assertThat(closed.trouble()).isEmpty();
    }
}
