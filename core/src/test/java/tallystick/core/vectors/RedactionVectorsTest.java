package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Openings;
import tallystick.core.veil.Veil;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Veils and openings made by another program, vectors/house/redaction.json")
class RedactionVectorsTest {
    @Test
    void everyOpening_hasItsVeilAndItsBytes() {
        var stored = VectorFiles.ours("house/redaction.json");
        var all = new ArrayList<Opening>();
        for (var each : stored.get("openings").items()) {
            var opening = Opening.parse(each.get("opening").hex()).orThrow();
            var veil = Veil.of(
                    new Digest32(each.get("salt").hex()), each.get("text").text());
            assertThat(veil.text()).isEqualTo(each.get("veil").text());
            assertThat(Veil.parse(each.get("veil").text())).contains(veil);
            assertThat(opening).isEqualTo(Opening.of(opening.at(), opening.salt(), opening.text()));
            assertThat(opening.veil()).isEqualTo(veil);
            assertThat(opening.opens()).isTrue();
            assertThat(opening.encode()).isEqualTo(each.get("opening").hex());
            all.add(opening);
        }
        assertThat(all).hasSize(3);
        assertThat(new Openings(all).encode()).isEqualTo(stored.get("file").hex());
        assertThat(Openings.parse(stored.get("file").hex()).orThrow().all()).isEqualTo(all);
    }
}
