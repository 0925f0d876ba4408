package tallystick.core.old;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Content;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentText;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Intents and evidence of version 1 still open")
class IntentVersion1Test {
    @Test
    void storedEvidence_ofVersion1_opensWithItsIdAndItsSignature() {
        var stored = VectorFiles.ours("old/intent-1/evidence.json");
        var evidence = Evidence.parse(stored.get("evidence").hex()).orThrow();
        var intent = evidence.intent();
        assertThat(intent.version()).isEqualTo(Intent.Version.V1);
        assertThat(intent.content()).isEqualTo(Content.TRANSACTION);
        assertThat(intent.id()).hasToString(stored.get("id").text());
        assertThat(evidence.isSigned()).isTrue();
        assertThat(evidence.encode()).isEqualTo(stored.get("evidence").hex());
        assertThat(intent.encode()).isEqualTo(stored.get("intent").hex());
        assertThat(IntentText.parse(IntentText.print(intent)).orThrow()).isEqualTo(intent);
    }
}
