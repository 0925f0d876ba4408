package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.ClearCases;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Clear text, docs/spec/clear-text.md")
class ClearTextVectorsTest {
    private static int compare() {
        var texts = ClearCases.texts();
        var checked = 0;
        for (var entry : VectorFiles.ours("house/clear/texts.json").get("cases").items()) {
            var name = entry.get("name").text();
            assertThat(texts).containsKey(name);
            assertThat(texts.get(name).lines())
                    .as(name)
                    .isEqualTo(
                            entry.get("lines").items().stream().map(Json::text).toList());
            checked++;
        }
        assertThat(checked).isEqualTo(texts.size());
        return checked;
    }

    @Test
    void texts_ofEveryCase_areTheVectorsByteForByte() {
        assertThat(compare()).isEqualTo(15);
    }

    @Test
    void texts_underALocaleWithOtherDigits_areTheSame() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(compare()).isEqualTo(15);
        } finally {
            Locale.setDefault(before);
        }
    }
}
