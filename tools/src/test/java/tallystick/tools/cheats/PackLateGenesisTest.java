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
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

@DisplayName("Nodes that write late that they took their genesis: EP-46")
class PackLateGenesisTest {
    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();
    private final SmallLaws laws = new SmallLaws(fleet, SmallFleet.AT.minusSeconds(30));

    /// The genesis stands at this place of all but the started node and its key.
    private Packs.Ran ran(int index) throws IOException {
        fleet.ruledBy(SmallFleet.POLICY.replace("\"400\"", "\"650\""))
                .telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.add(index, all.remove(2));
                        return all;
                    }
                })
                .write(folder);
        var order = laws.freeze();
        for (var node : SmallFleet.NODES)
            SmallFleet.keep(
                    folder.resolve(node), "05-" + order.order().id(), SmallFleet.AT.plusSeconds(50), order.encode());
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    /// They had an order from before the second and third request, which they did not heed.
    @Test
    void genesisThatIsWrittenBehindRulings_andFreesOfAFreeze_isNamed() throws IOException {
        var said = ran(5);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text())
                .contains("NOT VERIFIED")
                .contains("it took its genesis, and was in the workspace already at entry 2");
    }

    @Test
    void genesisThatIsWrittenFirst_doesNotFreeOfTheFreeze() throws IOException {
        var said = ran(2);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("it forgot the freeze").doesNotContain("was in the workspace already");
    }
}
