package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.policy.limit.Counters;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Nodes that rule on many requests at once, each by empty counts, and sign them then: EP-55")
class PackBurstTest {
    @TempDir
    Path folder;

    /// Both rulings are ahead of both receipts.
    private static List<AuditEvent> atOnce(List<AuditEvent> all) {
        return Stream.of(0, 1, 2, 3, 4, 8, 9, 6, 7, 5, 10, 11).map(all::get).toList();
    }

    private Packs.Ran ran(String most) throws IOException {
        try (var fleet = new SmallFleet()) {
            fleet.ruledBy(SmallFleet.POLICY.replace("\"400\"", "\"" + most + "\""))
                    .telling(new SmallFleet.Lie() {
                        @Override
                        public Counters counted(Counters counters) {
                            return Counters.none();
                        }

                        @Override
                        public List<AuditEvent> told(String node, List<AuditEvent> events) {
                            return atOnce(events);
                        }
                    })
                    .write(folder);
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
        }
        return Packs.verify(folder.resolve("pack.zip"));
    }

    @Test
    void paymentsThatTogetherAreBeyondTheLimit_areNamed() throws IOException {
        var said = ran("400");
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text())
                .contains("NOT VERIFIED")
                .contains("it signed more in one window than the limit")
                .doesNotContain("forgot what was signed");
    }

    @Test
    void paymentsThatFitTogether_accuseNobody() throws IOException {
        var said = ran("650");
        assertThat(said.exit()).as(said.text()).isZero();
    }
}
