package tallystick.tools.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Values in tables that spreadsheets would compute: EP-9")
class PartFilesTest {
    @Test
    void valuesThatPassForFormulas_standBehindAnApostrophe() {
        var values =
                List.of("=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a");
        for (var value : values)
            assertThat(PartFiles.line(List.of(value))).as(value).isEqualTo("\"'%s\"\r\n".formatted(value));
        assertThat(values).hasSize(11);
    }

    @Test
    void otherValues_standAsTheyAre() {
        assertThat(PartFiles.line(List.of("", "1=1", "a \"b\""))).isEqualTo("\"\",\"1=1\",\"a \"\"b\"\"\"\r\n");
    }
}
