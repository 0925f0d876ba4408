package tallystick.control.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.control.relay.Refusal;
import tallystick.node.gate.Verdict;
import tallystick.node.ops.Drain;

/// Control reads nodes' refusals by their words: these are the node's own.
class RefusalTest {
    private static final Map<Verdict.Why, Refusal> KNOWN = Map.ofEntries(
            Map.entry(Verdict.Why.PENDING, Refusal.PENDING),
            Map.entry(Verdict.Why.DENIED, Refusal.DENIED),
            Map.entry(Verdict.Why.FROZEN, Refusal.FROZEN),
            Map.entry(Verdict.Why.FORGED_APPROVAL, Refusal.FORGED_APPROVAL),
            Map.entry(Verdict.Why.OTHER_SIGNERS, Refusal.OTHER_SIGNERS),
            Map.entry(Verdict.Why.LIMIT_REACHED, Refusal.LIMIT_REACHED),
            Map.entry(Verdict.Why.GIVEN_UP, Refusal.GIVEN_UP),
            Map.entry(Verdict.Why.UNDER_WAY, Refusal.UNDER_WAY),
            Map.entry(Verdict.Why.NO_RIGHT_TO_INITIATE, Refusal.NO_RIGHT_TO_INITIATE),
            Map.entry(Verdict.Why.UNKNOWN_INITIATOR, Refusal.UNKNOWN_INITIATOR),
            Map.entry(Verdict.Why.DOCUMENT_AWAITED, Refusal.DOCUMENT_AWAITED),
            Map.entry(Verdict.Why.EXPIRED, Refusal.EXPIRED),
            Map.entry(Verdict.Why.QUARANTINED_SET, Refusal.QUARANTINED_SET));

    @Test
    void everyRefusalOfANode_isReadAsWhatItIs() {
        for (var why : Verdict.Why.values())
            assertThat(Refusal.of(why.text() + ": more"))
                    .as(why.name())
                    .isEqualTo(KNOWN.getOrDefault(why, Refusal.OTHER));
    }

    @Test
    void everyRefusalThatIsRead_isOneOfANode() {
        var read = EnumSet.copyOf(KNOWN.values());
        read.add(Refusal.OTHER);
        read.add(Refusal.of(Drain.REFUSAL));
        assertThat(read).containsExactlyInAnyOrder(Refusal.values());
    }
}
