package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.facts.FactKeys;
import tallystick.core.facts.Facts;
import tallystick.core.facts.SignedFact;
import tallystick.core.kit.Findings;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Our own vectors of facts, vectors/house/facts.json")
class FactsVectorsTest {
    @Test
    void everyStoredFact_hasItsStatement_andIsVerified() {
        var stored = VectorFiles.ours("house/facts.json");
        var keys = FactKeys.parse(stored.get("keys").hex()).orThrow();
        assertThat(keys.hash()).hasToString(stored.get("keysHash").text());
        var cases = stored.get("cases").items();
        for (var i = 0; i < cases.size(); i++) {
            var vector = cases.get(i);
            var fact = SignedFact.parse(vector.get("fact").hex()).orThrow();
            assertThat(fact.fact().claim()).isEqualTo(Findings.all().get(i));
            assertThat(fact.fact().claim().kind())
                    .hasToString(vector.get("kind").text());
            assertThat(fact.fact().statement())
                    .hasToString(vector.get("statement").text());
            assertThat(fact.encode()).isEqualTo(vector.get("fact").hex());
            assertThat(Facts.verify(List.of(fact), keys, Findings.NOW).refused())
                    .isEmpty();
        }
        assertThat(cases).hasSize(8);
    }
}
