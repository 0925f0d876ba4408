package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Whatever order messages come in, and however often: whoever hears all of them ends well, and whoever does not misses
/// somebody and accuses nobody of anything else. The seed is in what fails.
@DisplayName("Ceremonies, pair set-ups and fills, in orders by chance")
class CeremonyOrderTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final String TREE = "2 of (a, b, c)";

    private final SecretMemory home = SecretMemory.open();
    private final SortedMap<PartyId, KeyShare> shares = TrialCeremony.shares(
            TrialCeremony.generate(TREE, Scheme.ECDSA_SECP256K1, home, 51).run());

    private List<CeremonyPlan> plans() {
        var base = shares.get(ONE).key();
        return List.of(
                TrialCeremony.generate(TREE, Scheme.ECDSA_SECP256K1, home, 52).plan(),
                CeremonyPlan.refresh(base, TrialCeremony.terms(1)),
                CeremonyPlan.reshare(
                        base,
                        base.tree().qualify(List.of(ONE, THREE)).orThrow(),
                        TrialCeremony.tree("3 of (a, b, c*2)"),
                        TrialCeremony.terms(1)),
                CeremonyPlan.repair(base, TWO, List.of(ONE, THREE), TrialCeremony.terms(1)));
    }

    private TrialCeremony trial(CeremonyPlan plan) {
        return TrialCeremony.of(plan, shares, home, 53);
    }

    @Test
    void echoedCeremonies_inRandomOrdersWithRepeatsAndLosses_finishOrMissSomebody() {
        var missed = 0;
        for (var plan : plans()) missed += wildly(() -> trial(plan).echoed(), TrialCeremony::discard);
        assertThat(missed).isPositive();
    }

    @Test
    void pairSetUps_inRandomOrdersWithRepeatsAndLosses_finishOrMissSomebody() {
        try (var trial = new VoleTrial(54)) {
            assertThat(wildly(() -> trial.setup(3, 1), _ -> {})).isPositive();
        }
    }

    @Test
    void fills_inRandomOrdersWithRepeatsAndLosses_finishOrMissSomebody() {
        try (var trial = new VoleTrial(55)) {
            var missed = wildly(
                    () -> {
                        var secrets = trial.secrets(2);
                        return trial.fill(
                                secrets.get(ONE).byPeer().get(TWO),
                                secrets.get(TWO).byPeer().get(ONE),
                                2);
                    },
                    _ -> {});
            assertThat(missed).isPositive();
        }
    }

    /// Of twelve runs every third loses nothing, and must end well; of the others whoever stops misses somebody.
    ///
    /// @return how many parties missed somebody
    private static <O> int wildly(Supplier<Network<O>> fresh, Consumer<Run.Outcome<O>> discard) {
        var missed = 0;
        for (var seed = 0; seed < 12; seed++) {
            var chance = new Random(seed);
            var lossPercent = seed % 3 == 0 ? 0 : 4;
            Meddler wild = parcel -> chance.nextInt(100) < lossPercent
                    ? List.of()
                    : List.of(parcel, parcel, parcel).subList(0, 1 + chance.nextInt(3));
            var outcomes = fresh.get().order(Order.random(chance)).meddle(wild).run();
            if (lossPercent == 0) Outcomes.assertFinished(outcomes);
            for (var outcome : outcomes.values()) {
                if (outcome instanceof Run.Outcome.Stopped<O>(var blame)) {
                    assertThat(blame.fault())
                            .as("seed %d: %s", seed, blame.detail())
                            .isEqualTo(Fault.ABSENT);
                    missed++;
                }
                discard.accept(outcome);
            }
        }
        return missed;
    }
}
