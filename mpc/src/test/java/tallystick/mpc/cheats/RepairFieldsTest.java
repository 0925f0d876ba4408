package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Mutation;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Tampering;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Every field of every message of a repair, spoilt in every way towards a helper and towards the lost party: who
/// heard it stops, with the fault that the field has, and names the helper that sent it.
class RepairFieldsTest {
    private static final PartyId CHEATER = new PartyId(2);
    private static final PartyId HELPER = new PartyId(3);
    private static final PartyId LOST = new PartyId(4);
    private static final int POINT = 33;
    private static final int PROVEN = 2 * POINT + 32;
    private static final List<FieldSpan> HEADER = List.of(
            new FieldSpan("version", 0, 1),
            new FieldSpan("protocol", 1, 1),
            new FieldSpan("code", 2, 1),
            new FieldSpan("session", 3, 32));
    private static final FieldSpan[] SIGNED_VALUE = {
        new FieldSpan("values count", 35, 2),
        new FieldSpan("leaf", 37, 1),
        new FieldSpan("value", 38, 32),
        new FieldSpan("signature", 70, 64)
    };
    private static final Map<String, Fault> OF_SIGNED_VALUE =
            Map.of("value", Fault.BAD_SIGNATURE, "signature", Fault.BAD_SIGNATURE, "leaf", Fault.WRONG_COUNT);

    @Test
    void round1_commit_everyField() {
        for (var victim : List.of(HELPER, LOST))
            sweep(1, victim, Map.of("commitment", Fault.BAD_OPENING), new FieldSpan("commitment", 35, 32));
    }

    @Test
    void round2_open_everyField() {
        var second = 41 + PROVEN;
        for (var victim : List.of(HELPER, LOST))
            sweep(
                    2,
                    victim,
                    Map.of(
                            "response", Fault.BAD_OPENING,
                            "second response", Fault.BAD_OPENING,
                            "contribution", Fault.BAD_OPENING),
                    new FieldSpan("constants count", 35, 2),
                    new FieldSpan("rows count", 37, 2),
                    new FieldSpan("row count", 39, 2),
                    new FieldSpan("piece point", 41, POINT),
                    new FieldSpan("nonce", 41 + POINT, POINT),
                    new FieldSpan("response", 41 + 2 * POINT, 32),
                    new FieldSpan("second piece point", second, POINT),
                    new FieldSpan("second nonce", second + POINT, POINT),
                    new FieldSpan("second response", second + 2 * POINT, 32),
                    new FieldSpan("contribution", second + PROVEN, 32));
    }

    @Test
    void round3_pieces_everyField() {
        sweep(3, HELPER, OF_SIGNED_VALUE, SIGNED_VALUE);
    }

    @Test
    void round4_sums_everyField() {
        sweep(4, LOST, OF_SIGNED_VALUE, SIGNED_VALUE);
    }

    @Test
    void messageSpoiltInAnyRound_leavesNoSecretOpen() {
        for (var round = 1; round <= 4; round++) {
            try (var dealt = DealtKey.deal("3 of (a, b, c, lost)", Scheme.FROST_BIP340, 1)) {
                var lent = dealt.home().lentBytes();
                var plan = CeremonyPlan.repair(
                        dealt.key(), LOST, List.of(new PartyId(1), CHEATER, HELPER), TrialCeremony.terms(1));
                var outcomes = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 2)
                        .network()
                        .meddle(Rewriter.ofBytes(
                                Rewriter.sentBy(CHEATER, round),
                                message -> CheatingDealer.flip(message, message.length() - 1)))
                        .run();
                assertThat(outcomes.values()).as("round %d", round).anyMatch(Run.Outcome.Stopped.class::isInstance);
                outcomes.values().forEach(TrialCeremony::discard);
                assertThat(dealt.home().lentBytes())
                        .as("lent after round %d", round)
                        .isEqualTo(lent);
            }
        }
    }

    private static void sweep(int round, PartyId victim, Map<String, Fault> specific, FieldSpan... body) {
        try (var dealt = DealtKey.deal("3 of (a, b, c, lost)", Scheme.FROST_BIP340, 1)) {
            var plan = CeremonyPlan.repair(
                    dealt.key(), LOST, List.of(new PartyId(1), CHEATER, HELPER), TrialCeremony.terms(1));
            var trial = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 2);
            var fields = new ArrayList<>(HEADER);
            fields.addAll(List.of(body));
            var cases = Tampering.sweep(
                    trial::network,
                    parcel -> parcel.from().equals(CHEATER)
                            && parcel.to().equals(victim)
                            && parcel.round() == round
                            && parcel.broadcast() == round < 3,
                    fields,
                    Mutation.all());
            for (var each : cases) {
                var blame = Outcomes.blameOf(each.outcomes(), victim);
                assertThat(blame.culprits())
                        .as("%s to %s: %s", each, victim, blame.detail())
                        .containsExactly(CHEATER);
                assertThat(blame.fault())
                        .as("%s to %s: %s", each, victim, blame.detail())
                        .isIn(expected(each, specific));
                each.outcomes().values().forEach(TrialCeremony::discard);
            }
            assertThat(cases.stream().map(Tampering.Case::field).distinct()).hasSize(fields.size());
            assertThat(cases).hasSizeGreaterThan(30);
        }
    }

    /// A message of another session is dropped, so its sender is absent; lengths, codes and encodings are malformed;
    /// what still reads as a good message meets the field's own check.
    private static List<Fault> expected(Tampering.Case<?> each, Map<String, Fault> specific) {
        var keeps = Mutation.keepingLength().stream()
                .anyMatch(mutation -> mutation.name().equals(each.mutation()));
        if (each.field().equals("session") && keeps) return List.of(Fault.ABSENT);
        if (each.field().equals("code")) return List.of(Fault.MALFORMED, Fault.ABSENT, Fault.WRONG_MESSAGE_TYPE);
        var own = specific.get(each.field());
        if (keeps && own != null) return List.of(own, Fault.MALFORMED);
        return List.of(Fault.MALFORMED, Fault.ABSENT, Fault.BAD_OPENING, Fault.WRONG_COUNT);
    }
}
