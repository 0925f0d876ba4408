package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Crasher;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Fault.Consequence;
import tallystick.mpc.session.PartyId;

/// Every fault has its consequence, and every failure point of a ceremony its fault and culprit. A ceremony neither
/// bans nor burns: it holds nothing yet that repeating could use up.
@DisplayName("A19 wrong error classification, key ceremonies")
class A19CeremonyTest {
    private static final PartyId VICTIM = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);

    private record Point(String name, Fault fault, Function<TrialCeremony, Meddler> cheat) {}

    private static final List<Point> POINTS = List.of(
            new Point("says nothing", Fault.ABSENT, _ -> new Crasher(CHEATER, 0)),
            new Point("stops after its commitment", Fault.ABSENT, _ -> new Crasher(CHEATER, 2)),
            new Point(
                    "cuts a message short",
                    Fault.MALFORMED,
                    trial -> cheater(trial).sends(1, bytes -> bytes.slice(0, bytes.length() - 1))),
            new Point(
                    "opens something else",
                    Fault.BAD_OPENING,
                    trial -> opening(trial, honest -> CheatingDealer.constants(honest, List.of()))),
            new Point(
                    "says a broadcast to each",
                    Fault.WRONG_MESSAGE_TYPE,
                    _ -> Meddler.where(
                            parcel -> parcel.from().equals(CHEATER) && parcel.round() == 1,
                            parcel -> List.of(parcel.onTheOtherWay()))),
            new Point(
                    "commits to a row too short",
                    Fault.WRONG_COUNT,
                    trial -> trial.opens(
                            CHEATER, CheatingDealer.row(trial.openingOf(CHEATER), 0, row -> row.subList(1, 1)))),
            new Point(
                    "shows the proof of another point",
                    Fault.BAD_PROOF,
                    trial -> trial.opens(
                            CHEATER,
                            CheatingDealer.row(
                                    trial.openingOf(CHEATER),
                                    0,
                                    CheatingDealer.entry(
                                            0,
                                            CheatingDealer.claim(
                                                    trial.plan().group().generator()))))),
            new Point(
                    "deals a wrong value",
                    Fault.BAD_EVALUATION,
                    trial -> cheater(trial)
                            .addsToValues(VICTIM, trial.plan().group().scalar(1), trial.openingOf(CHEATER))),
            new Point(
                    "leaves out a value",
                    Fault.WRONG_COUNT,
                    trial -> cheater(trial)
                            .says(
                                    CeremonyMessage.Values.class,
                                    values -> new CeremonyMessage.Values(values.session(), List.of()))),
            new Point(
                    "claims another result",
                    Fault.RESULT_MISMATCH,
                    trial -> cheater(trial)
                            .says(
                                    CeremonyMessage.Agree.class,
                                    agree -> new CeremonyMessage.Agree(
                                            agree.session(), TrialCeremony.digest("other", 1)))));

    @Test
    void everyFailurePoint_hasItsFaultAndItsCulprit() {
        var checked = 0;
        for (var point : POINTS)
            try (var home = SecretMemory.open()) {
                var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, home, 19);
                var outcomes =
                        trial.network().meddle(point.cheat().apply(trial)).run();
                assertThat(Outcomes.blameOf(outcomes, VICTIM).fault())
                        .as(point.name())
                        .isEqualTo(point.fault());
                Outcomes.assertBlamed(outcomes, List.of(VICTIM), point.fault(), CHEATER);
                assertThat(point.fault().consequence()).isIn(Consequence.ABORT, Consequence.RETRY);
                outcomes.values().forEach(TrialCeremony::discard);
                checked++;
            }
        assertThat(checked).isEqualTo(10);
    }

    @Test
    void consequences_areTheseAndNoOthers() {
        Map<Fault, Consequence> expected = new EnumMap<>(Fault.class);
        for (var fault : Fault.values()) expected.put(fault, Consequence.ABORT);
        Stream.of(Fault.ABSENT, Fault.ITEM_UNAVAILABLE, Fault.RECORD_UNAVAILABLE, Fault.ZERO_VALUE)
                .forEach(fault -> expected.put(fault, Consequence.RETRY));
        Stream.of(Fault.OT_EXTENSION_CHECK, Fault.VOLE_CHECK).forEach(fault -> expected.put(fault, Consequence.BAN));
        expected.put(Fault.FINAL_VERIFICATION, Consequence.BURN);
        for (var fault : Fault.values())
            assertThat(fault.consequence()).as("%s", fault).isEqualTo(expected.get(fault));
    }

    private static CheatingDealer cheater(TrialCeremony trial) {
        return new CheatingDealer(trial, CHEATER);
    }

    private static Meddler opening(TrialCeremony trial, Function<Opening, Opening> change) {
        return cheater(trial)
                .says(
                        CeremonyMessage.Open.class,
                        open -> new CeremonyMessage.Open(open.session(), change.apply(open.opening())));
    }
}
