package tallystick.control.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.control.relay.Refusal;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.node.gate.Verdict;
import tallystick.node.ops.Drain;

/// Control reads nodes' refusals by their numbers, and by their words where there is none: these are the node's own.
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

    /// A node of an older version says words alone.
    @Test
    void everyRefusalOfANode_isReadAsWhatItIs_byItsWords() {
        for (var why : Verdict.Why.values())
            assertThat(Refusal.of(new SignReply.Refused(why.text() + ": more")))
                    .as(why.name())
                    .isEqualTo(KNOWN.getOrDefault(why, Refusal.OTHER));
    }

    /// Whatever the words are.
    @Test
    void everyRefusalOfANode_isReadAsWhatItIs_byItsNumber() {
        for (var why : Verdict.Why.values())
            assertThat(Refusal.of(new SignReply.Refused(why.code(), "the policy in force denies it")))
                    .as(why.name())
                    .isEqualTo(KNOWN.getOrDefault(why, Refusal.OTHER));
    }

    @Test
    void everyRefusalThatIsRead_isOneOfANode() {
        var read = EnumSet.copyOf(KNOWN.values());
        read.add(Refusal.OTHER);
        read.add(Refusal.of(new SignReply.Refused(Drain.REFUSAL)));
        for (var code : RefusalCode.values())
            if (code != RefusalCode.UNSAID) read.add(Refusal.of(new SignReply.Refused(code, "")));
        assertThat(read).containsExactlyInAnyOrder(Refusal.values());
    }

    @Test
    void everyNumberOfARefusal_isDistinctAndFound() {
        var numbers = new HashSet<Integer>();
        for (var code : RefusalCode.values()) {
            assertThat(numbers.add(code.number())).as(code.name()).isTrue();
            assertThat(RefusalCode.of(code.number())).contains(code);
        }
        assertThat(RefusalCode.of(999)).isEmpty();
    }
}
