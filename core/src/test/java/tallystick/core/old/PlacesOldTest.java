package tallystick.core.old;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.places.Places;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Documents of places of formats 1 and 2 still open")
class PlacesOldTest {
    @Test
    void storedPlaces_ofBothFormats_openAndKeepTheirBytes_andNameNoTree() {
        var stored = VectorFiles.ours("old/places-1/places.json");
        for (var format : List.of("format1", "format2")) {
            var bytes = stored.get(format).hex();
            var places = Places.parse(bytes).orThrow();
            assertThat(places.encode()).isEqualTo(bytes);
            assertThat(places.version()).isEqualTo(3);
            assertThat(places.vaults()).hasSize(1);
            assertThat(places.stations()).hasSize(format.equals("format1") ? 0 : 1);
            assertThat(places.trees()).isEmpty();
            assertThat(places.mayBeReshared(Digest32.ofHex("cc".repeat(32)), "2 of (a, b, c)"))
                    .isFalse();
        }
    }
}
