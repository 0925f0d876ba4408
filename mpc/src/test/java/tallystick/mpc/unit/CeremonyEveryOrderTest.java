package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.EveryHearing;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;

/// One party hears the messages of an honest run in every order there can be ([EveryHearing]). One that is silent until
/// the end (it does not deal, or its share is what is repaired) hears everything in any order.
///
/// **Counts** where this party speaks in every round, four rounds of two messages each make 848 orders, all of which
/// are heard in every build: of generation, refresh and a reshare by all three. A second dealer alone leaves 14, a
/// second helper of a repair 18. With the round that the echo adds generation has 5,120: every build hears the 120 of
/// commitments, echoes and openings with the rest in order, for the later rounds are those without echo. A silent party
/// hears eight messages in all 8! = 40,320 sequences. Those and the 5,120 take minutes: they have the tag `slow`.
@DisplayName("Ceremonies, every order of messages that a party can hear")
class CeremonyEveryOrderTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final int ALL = Integer.MAX_VALUE;
    /// The openings of round 2 come third where round 1 is echoed.
    private static final int OPENINGS_ECHOED = 3;
    private static final String TREE = "2 of (a, b, c)";

    /// A ceremony, who hears its messages in every order, and how many orders there are.
    private enum Case {
        GENERATE(ONE, false, 848),
        GENERATE_ECHOED(ONE, true, 120),
        REFRESH(ONE, false, 848),
        RESHARE_BY_THREE(ONE, false, 848),
        RESHARE_BY_TWO(ONE, false, 14),
        REPAIR_BY_TWO(ONE, false, 18);

        @SuppressWarnings("ImmutableEnumChecker") // a record of a number
        private final PartyId hearing;

        private final boolean echoed;
        private final int orders;

        Case(PartyId hearing, boolean echoed, int orders) {
            this.hearing = hearing;
            this.echoed = echoed;
            this.orders = orders;
        }
    }

    private final SecretMemory home = SecretMemory.open();

    @ParameterizedTest
    @EnumSource(Case.class)
    void ceremonyAmongThree_endsWithTheSameShareInEveryOrder(Case each) {
        try (home) {
            var base = TrialCeremony.shares(
                    TrialCeremony.generate(TREE, Scheme.FROST_ED25519, home, 60).run());
            assertThat(inEveryOrder(trial(each, base), each.hearing, each.echoed, each.echoed ? OPENINGS_ECHOED : ALL))
                    .isEqualTo(each.orders);
            base.values().forEach(KeyShare::close);
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Tag("slow")
    @Test
    void partyThatIsSilentUntilTheEnd_endsWithTheSameShareInEveryOrder() {
        try (home) {
            var base = TrialCeremony.shares(
                    TrialCeremony.generate(TREE, Scheme.FROST_ED25519, home, 60).run());
            for (var each : List.of(Case.RESHARE_BY_TWO, Case.REPAIR_BY_TWO))
                assertThat(inEveryOrder(trial(each, base), TWO, false, ALL)).isEqualTo(40_320);
        }
    }

    @Tag("slow")
    @Test
    void echoedGeneration_endsWithTheSameShareInEveryOrder() {
        try (home) {
            var base = TrialCeremony.shares(
                    TrialCeremony.generate(TREE, Scheme.FROST_ED25519, home, 60).run());
            assertThat(inEveryOrder(trial(Case.GENERATE_ECHOED, base), ONE, true, ALL))
                    .isEqualTo(5120);
        }
    }

    private TrialCeremony trial(Case each, SortedMap<PartyId, KeyShare> shares) {
        var base = shares.get(ONE).key();
        var terms = TrialCeremony.terms(1);
        var plan =
                switch (each) {
                    case GENERATE, GENERATE_ECHOED ->
                        TrialCeremony.generate(TREE, Scheme.FROST_ED25519, home, 61)
                                .plan();
                    case REFRESH -> CeremonyPlan.refresh(base, terms);
                    case RESHARE_BY_THREE ->
                        CeremonyPlan.reshare(
                                base,
                                base.tree().qualify(List.of(ONE, TWO, THREE)).orThrow(),
                                TrialCeremony.tree("3 of (a, b, c)"),
                                terms);
                    case RESHARE_BY_TWO ->
                        CeremonyPlan.reshare(
                                base,
                                base.tree().qualify(List.of(ONE, THREE)).orThrow(),
                                TrialCeremony.tree("3 of (a, b, c)"),
                                terms);
                    case REPAIR_BY_TWO -> CeremonyPlan.repair(base, TWO, List.of(ONE, THREE), terms);
                };
        return TrialCeremony.of(plan, shares, home, 61);
    }

    /// @param lastFree messages of rounds after this one come in order, the echo's rounds counted
    /// @return how many orders there are
    private int inEveryOrder(TrialCeremony trial, PartyId hearing, boolean echoed, int lastFree) {
        var network = echoed ? trial.echoed() : trial.network();
        var honest = Outcomes.assertFinished(network.run());
        var key = honest.get(hearing).key();
        honest.values().forEach(PendingShare::close);
        return new EveryHearing<PendingShare>(network.sent(), hearing, lastFree)
                .each(() -> echoed ? trial.echoedRun(hearing) : trial.plainRun(hearing), pending -> {
                    assertThat(pending.key()).isEqualTo(key);
                    assertThat(pending.owns()).isTrue();
                    pending.close();
                });
    }
}
