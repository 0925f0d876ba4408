package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("tallystick evidence export and verify PACK, docs/spec/evidence-pack.md")
class EvidencePackTest {
    @TempDir
    Path folder;

    @Test
    void packOfASmallFleet_isVerified() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
            var verified = Packs.verify(folder.resolve("pack.zip"));
            assertThat(verified.text())
                    .contains("alpha signed the checkpoint over", "2 receipts with 2 signatures were verified")
                    .contains("6 rulings were made again", "the genesis that beta keeps is signed by all its nodes")
                    .contains("33 tables and the report are what the evidence makes of them")
                    .endsWith("verified" + System.lineSeparator());
            assertThat(verified.exit()).isZero();
        }
    }
}
