package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.LogWalk;

@DisplayName("What takes the place of something signed is ruled on as that, EP-42")
class PackSlotsTest {
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");
    private static final Slot PLACE = new Slot(Digest32.ofHex("0a".repeat(32)));
    private static final Slot OTHER = new Slot(Digest32.ofHex("0b".repeat(32)));

    private final Report report = new Report();
    private final PackSlots slots = new PackSlots(report);

    private static IntentId intent(int number) {
        return new IntentId(Digest32.ofHex("%064x".formatted(number)));
    }

    private static LogWalk.Found found(String node) {
        return new LogWalk.Found(node, 7, new AuditEntry(AT, new AuditEvent.AlarmRang("vitals", "drill")));
    }

    /// A request after another, in so many seconds.
    private void signed(String node, int number, Slot slot, boolean isReplacement, long second) {
        slots.allowed(node, intent(number), slot, isReplacement, AT.plusSeconds(second));
        slots.agreed(found(node), intent(number));
        slots.signed(node, intent(number), AT.plusSeconds(second + 5));
    }

    private List<String> findings() {
        return report.findings().stream().map(Report.Finding::what).toList();
    }

    @Test
    void replacementThatIsToldAsAnother_isNamed() {
        signed("alpha", 1, PLACE, false, 0);
        signed("alpha", 2, PLACE, false, 60);
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("entry 7 of alpha: intent %s takes the place of %s".formatted(intent(2), intent(1)));
    }

    @Test
    void replacementThatIsToldAsThat_holds() {
        signed("alpha", 1, PLACE, false, 0);
        signed("alpha", 2, PLACE, true, 60);
        assertThat(findings()).isEmpty();
    }

    /// The same request again, another place, another node.
    @Test
    void whatTakesNobodysPlace_holds() {
        signed("alpha", 1, PLACE, false, 0);
        signed("alpha", 1, PLACE, false, 60);
        signed("alpha", 2, OTHER, false, 60);
        signed("beta", 3, PLACE, false, 60);
        assertThat(findings()).isEmpty();
    }

    /// It was ruled on before the other was signed, and signs later.
    @Test
    void requestThatWasRuledOnBefore_holds() {
        slots.allowed("alpha", intent(2), PLACE, false, AT);
        signed("alpha", 1, PLACE, false, 1);
        slots.agreed(found("alpha"), intent(2));
        assertThat(findings()).isEmpty();
    }
}
