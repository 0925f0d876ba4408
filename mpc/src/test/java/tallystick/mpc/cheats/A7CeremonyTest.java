package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyKind;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Repair;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// An agreed plan that is run once more, because somebody asks for it or the first run stopped: the honest party
/// would sign two commitments of one session, and whoever has both can prove it a cheat.
@DisplayName("A7 a ceremony's run begun twice")
class A7CeremonyTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    private static List<TrialCeremony> ofEveryKind(DealtKey dealt) {
        var key = dealt.key();
        var trials = new ArrayList<TrialCeremony>();
        for (var plan : List.of(
                CeremonyPlan.generate(key.scheme(), key.tree(), TrialCeremony.terms(1)),
                CeremonyPlan.refresh(key, TrialCeremony.terms(1)),
                CeremonyPlan.reshare(
                        key, dealt.set(1, 2), TrialCeremony.tree("2 of (a, x, y)"), TrialCeremony.terms(1)),
                CeremonyPlan.repair(key, THREE, List.of(ONE, TWO), TrialCeremony.terms(1))))
            trials.add(TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 1));
        return trials;
    }

    /// A party with this memory, and chance of its own.
    private static CeremonyParty party(TrialCeremony trial, Occasions occasions, long chance) {
        var party = trial.party(ONE);
        return new CeremonyParty(
                ONE,
                party.identity(),
                party.roster(),
                party.share(),
                occasions,
                DealtKey.entropy(chance),
                party.home());
    }

    private static Run<?> run(TrialCeremony trial, CeremonyParty party) {
        var roll = trial.roll();
        if (trial.plan().scheme() == Scheme.ECDSA_SECP256K1)
            return Run.of(Echoed.of(EcdsaCeremony.of(trial.plan(), party), roll.identity(ONE), roll));
        return trial.plan().kind() == CeremonyKind.REPAIR
                ? Run.of(Echoed.of(new Repair(trial.plan(), party), roll.identity(ONE), roll))
                : Run.of(Echoed.of(new Ceremony(trial.plan(), party), roll.identity(ONE), roll));
    }

    @Test
    void runOfEveryKind_isBegunOnce_andWithoutTheMemoryTheSecondSaysSomethingElse() {
        var ran = 0;
        for (var scheme : List.of(Scheme.FROST_BIP340, Scheme.ECDSA_SECP256K1))
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                for (var trial : ofEveryKind(dealt)) {
                    var forgetful = run(trial, party(trial, _ -> Occasions.Noted.FIRST, 1));
                    var twin = run(trial, party(trial, _ -> Occasions.Noted.FIRST, 2));
                    assertThat(forgetful.start()).isNotEmpty().isNotEqualTo(twin.start());
                    forgetful.close();
                    twin.close();

                    var lent = dealt.home().lentBytes();
                    var spoken = new TrialOccasions();
                    var first = run(trial, party(trial, spoken, 3));
                    assertThat(first.start()).isNotEmpty();
                    first.close();
                    assertStopped(run(trial, party(trial, spoken, 4)), Fault.SPOKEN_BEFORE);
                    assertStopped(
                            run(trial, party(trial, _ -> Occasions.Noted.UNAVAILABLE, 5)), Fault.RECORD_UNAVAILABLE);
                    assertThat(dealt.home().lentBytes()).isEqualTo(lent);
                    ran++;
                }
            }
        assertThat(ran).isEqualTo(8);
    }

    private static <O> void assertStopped(Run<O> run, Fault fault) {
        assertThat(run.start()).isEmpty();
        Outcomes.assertBlamed(Map.of(ONE, run.outcome().orElseThrow()), List.of(ONE), fault);
    }
}
