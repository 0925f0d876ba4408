package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.intent.IntentId;
import tallystick.crypto.hash.Digest32;

@DisplayName("Verdicts that are remembered, docs/spec/evidence-pack.md EP-58")
class PackRulingsTest {
    private static final Digest32 ID = Digest32.ofHex("0a".repeat(32));

    private static AuditEvent.NodeVerdict verdict(IntentId intent) {
        return new AuditEvent.NodeVerdict(intent, ID, List.of(ID), AuditEvent.Ruling.SIGN, "", ID, Optional.empty());
    }

    private static IntentId numbered(int number) {
        return new IntentId(Digest32.ofHex("%064x".formatted(number)));
    }

    /// Whoever has a receipt without a verdict before it stands there as who signed unseen.
    @Test
    void verdictOfANode_isRemembered_howeverManyAnotherWrites() {
        var rulings = new PackRulings();
        rulings.agreed("beta", verdict(numbered(1)), Instant.EPOCH);
        for (var i = 2; i < 65_600; i++) rulings.agreed("alpha", verdict(numbered(i)), Instant.EPOCH);
        assertThat(rulings.agreement("beta", numbered(1))).isPresent();
        assertThat(rulings.agreement("alpha", numbered(2))).isEmpty();
        assertThat(rulings.agreement("alpha", numbered(65_599))).isPresent();
    }
}
