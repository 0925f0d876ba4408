package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.core.tlog.NoteKey;
import tallystick.core.tlog.TilePath;
import tallystick.crypto.codec.Parsed;

/// Texts that are too short or much too long are refused where they stand.
class LongTextTest {
    @Test
    void noteKey_ofNothing_isRefusedAtItsEnd() {
        assertThat(NoteKey.parse("")).isEqualTo(new Parsed.Malformed<>(0, "name+id+key"));
        assertThat(NoteKey.parse("name+id")).isEqualTo(new Parsed.Malformed<>(7, "name+id+key"));
    }

    @Test
    void tilePath_ofAMillionGroups_isRefusedByItsLength() {
        assertThat(TilePath.parse("tile/0/" + "x000/".repeat(1_000_000) + "000"))
                .isEqualTo(new Parsed.Malformed<>(0, "a path of the form of tlog-tiles"));
    }
}
