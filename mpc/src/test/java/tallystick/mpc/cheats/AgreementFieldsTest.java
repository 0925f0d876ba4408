package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Mutation;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Tampering;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;

/// Every field of the agreement's message, spoilt in every way: which fault, and whose. The fresh bytes alone are the
/// sender's to choose: spoilt they are other fresh bytes, and what the parties make of them is the echo's to compare.
class AgreementFieldsTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final List<FieldSpan> FIELDS = List.of(
            new FieldSpan("version", 0, 1),
            new FieldSpan("protocol", 1, 1),
            new FieldSpan("code", 2, 1),
            new FieldSpan("session", 3, 32),
            new FieldSpan("setup", 35, 32),
            new FieldSpan("fresh", 67, 32));

    @Test
    void everyField_spoilt_isItsSendersFault_beforeAnythingIsTouched() {
        var parties = List.of(ONE, CHEATER, THREE);
        var cases = Tampering.sweep(
                () -> Network.ofRuns(parties.stream()
                        .map(party -> bare(Agreement.of(
                                Trial.digest("occasion"),
                                party,
                                parties,
                                Trial.digest("set-up"),
                                Trial.digest("fresh of " + party).bytes(),
                                new TrialOccasions())))
                        .toList()),
                Rewriter.sentBy(CHEATER, 1),
                FIELDS,
                Mutation.all());
        var finished = 0;
        for (var each : cases) {
            var keeps = Mutation.keepingLength().stream()
                    .anyMatch(mutation -> mutation.name().equals(each.mutation()));
            if (each.field().equals("fresh") && keeps) {
                assertThat(Outcomes.assertFinished(each.outcomes())).hasSize(3);
                finished++;
                continue;
            }
            for (var honest : List.of(ONE, THREE)) {
                var blame = Outcomes.blameOf(each.outcomes(), honest);
                // Another set-up is proof of nothing: the one who holds it may have been given it.
                if (each.field().equals("setup") && keeps)
                    assertThat(blame.culprits()).as("%s", each).isEmpty();
                else assertThat(blame.culprits()).as("%s", each).containsExactly(CHEATER);
                assertThat(blame.fault()).as("%s: %s", each, blame.detail()).isIn(expected(each.field(), keeps));
            }
        }
        assertThat(finished).isPositive();
        assertThat(cases).hasSizeGreaterThan(30);
    }

    private static <O> Run<O> bare(Protocol<?, ?, O> protocol) {
        return Run.unechoed(protocol);
    }

    private static List<Fault> expected(String field, boolean keepsLength) {
        if (field.equals("session") && keepsLength) return List.of(Fault.ABSENT);
        if (field.equals("setup") && keepsLength) return List.of(Fault.SETUP_MISMATCH);
        return List.of(Fault.MALFORMED, Fault.ABSENT);
    }
}
