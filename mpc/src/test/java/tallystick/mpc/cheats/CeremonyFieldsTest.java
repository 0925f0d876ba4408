package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.Mutation;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.Tampering;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// Every field of every message of a dealing (of a repair: [RepairFieldsTest]), spoilt in every way: nobody ever
/// finishes with it, and blame never falls on an honest party.
class CeremonyFieldsTest {
    private static final PartyId VICTIM = new PartyId(3);
    private static final PartyId CHEATER = new PartyId(2);
    private static final List<FieldSpan> HEADER = List.of(
            new FieldSpan("version", 0, 1),
            new FieldSpan("protocol", 1, 1),
            new FieldSpan("code", 2, 1),
            new FieldSpan("session", 3, 32));

    @Test
    void commit_everyField() {
        sweep(1, Map.of("commitment", Fault.BAD_OPENING), new FieldSpan("commitment", 35, 32));
    }

    @Test
    void open_everyField() {
        var point = 33;
        var proven = 2 * point + 32;
        sweep(
                2,
                Map.of(
                        "response", Fault.BAD_OPENING,
                        "row response", Fault.BAD_OPENING,
                        "contribution", Fault.BAD_OPENING),
                new FieldSpan("constants count", 35, 2),
                new FieldSpan("constant", 37, point),
                new FieldSpan("nonce", 37 + point, point),
                new FieldSpan("response", 37 + 2 * point, 32),
                new FieldSpan("rows count", 37 + proven, 2),
                new FieldSpan("row count", 39 + proven, 2),
                new FieldSpan("coefficient", 41 + proven, point),
                new FieldSpan("row nonce", 41 + proven + point, point),
                new FieldSpan("row response", 41 + proven + 2 * point, 32),
                new FieldSpan("contribution", 41 + 2 * proven, 32));
    }

    @Test
    void values_everyField() {
        sweep(
                3,
                Map.of("value", Fault.BAD_SIGNATURE, "signature", Fault.BAD_SIGNATURE, "leaf", Fault.WRONG_COUNT),
                new FieldSpan("values count", 35, 2),
                new FieldSpan("leaf", 37, 1),
                new FieldSpan("value", 38, 32),
                new FieldSpan("signature", 70, 64));
    }

    @Test
    void agree_everyField() {
        sweep(4, Map.of("result", Fault.RESULT_MISMATCH), new FieldSpan("result", 35, 32));
    }

    private static void sweep(int round, Map<String, Fault> specific, FieldSpan... body) {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var fields = new ArrayList<>(HEADER);
            fields.addAll(List.of(body));
            var cases = Tampering.sweep(trial::network, toVictim(round), fields, Mutation.all());
            for (var each : cases) {
                var blame = Outcomes.blameOf(each.outcomes(), VICTIM);
                assertThat(blame.culprits()).as("%s: %s", each, blame.detail()).containsExactly(CHEATER);
                assertThat(blame.fault()).as("%s: %s", each, blame.detail()).isIn(expected(each, specific));
                each.outcomes().values().forEach(TrialCeremony::discard);
            }
            assertThat(cases).hasSizeGreaterThan(30);
            assertThat(home.lentBytes()).as("secrets left open").isZero();
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

    private static Predicate<Parcel> toVictim(int round) {
        return parcel -> parcel.from().equals(CHEATER) && parcel.to().equals(VICTIM) && parcel.round() == round;
    }
}
