package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Denials;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.EpochWorld;
import tallystick.mpc.kit.EveryHistory;
import tallystick.mpc.kit.StampRoll;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;

/// The first attempt refreshes the shares of all; the second gives the key to others, without the third party. That one
/// never prepares the second, and so believes the first for as long as somebody may show it a certificate. The cheater,
/// and the newcomer that works with it, say anything to anybody at any time, and ask both honest parties through their
/// states of another key. Every reachable state is visited.
@DisplayName("C1 two attempts in use, of which a holder of the first has no part in the second")
class C1LeaverTest {
    private static final PartyId STAYS = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);
    /// In the second attempt the number of the newcomer.
    private static final PartyId LEAVES = new PartyId(3);

    private static final List<PartyId> HONEST = List.of(STAYS, LEAVES);
    private static final StampRoll ROLL = new StampRoll(List.of(STAYS, CHEATER, LEAVES));

    private static final List<EpochCandidate> ATTEMPTS = new ArrayList<>();
    private static final List<List<Optional<EpochCandidate>>> CANDIDATES = new ArrayList<>();
    private static final List<List<EpochChange>> OTHER_KEY = new ArrayList<>();
    private static final List<EpochStatement> LIES = new ArrayList<>();
    private static final List<GroupKey> BASE = new ArrayList<>();

    @BeforeAll
    static void runBothAttempts() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var another = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 2)) {
            BASE.add(dealt.key());
            var all = run(dealt, CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)));
            var tree = TrialCeremony.tree("2 of (a, b, d)");
            var fewer = run(dealt, CeremonyPlan.reshare(dealt.key(), dealt.set(1, 2), tree, TrialCeremony.terms(2)));
            for (var shares : List.of(all, fewer)) ATTEMPTS.add(EpochCandidate.of(shares.get(STAYS), STAYS));
            CANDIDATES.add(
                    List.of(Optional.of(ATTEMPTS.getFirst()), Optional.of(EpochCandidate.of(all.get(LEAVES), LEAVES))));
            CANDIDATES.add(List.of(Optional.of(ATTEMPTS.getLast()), Optional.empty()));
            var elsewhere = run(another, CeremonyPlan.refresh(another.key(), TrialCeremony.terms(2)));
            for (var self : HONEST) OTHER_KEY.add(states(another.key(), self, elsewhere.get(self)));
        }
        for (var kind : List.of(
                EpochStatement.Kind.PREPARED,
                EpochStatement.Kind.ACTIVATED,
                EpochStatement.Kind.NO_CERTIFICATE,
                EpochStatement.Kind.SETTLED)) {
            for (var attempt : ATTEMPTS)
                LIES.add(TrialEpochs.statement(kind, attempt.about(), CHEATER, ROLL.identity(CHEATER)));
            LIES.add(TrialEpochs.statement(kind, ATTEMPTS.getLast().about(), LEAVES, ROLL.identity(LEAVES)));
        }
    }

    private static SortedMap<PartyId, PendingShare> run(DealtKey dealt, CeremonyPlan plan) {
        return TrialCeremony.of(
                        plan,
                        TrialKeys.shares(dealt),
                        dealt.home(),
                        plan.terms().attempt())
                .run();
    }

    /// What an honest party may be in with another key of the same parties, in the same epoch.
    private static List<EpochChange> states(GroupKey key, PartyId self, PendingShare share) {
        var states = new ArrayList<EpochChange>();
        for (var from : List.of("idle", "active", "erased")) {
            var base = TrialEpochs.base(key, self, from);
            states.add(base);
            states.add(base.begin(EpochCandidate.of(share, self)).orThrow().next());
        }
        return states;
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "erased"})
    void afterEveryHistory_noTwoAttemptsAreInUse(String from) {
        var ends = new HashSet<String>();
        var start = EpochWorld.fresh(TrialEpochs.base(BASE.getFirst(), STAYS, from));
        var visited = new EveryHistory(ROLL, BASE.getFirst(), CANDIDATES, LIES, C1LeaverTest::denials)
                .visit(start, OTHER_KEY, (world, following) -> {
                    var stays = world.using(0);
                    var leaves = world.using(1);
                    assertThat(stays == 0 || leaves == 0 || stays == leaves)
                            .as("two attempts in use at once in %s", world.fingerprint())
                            .isTrue();
                    ends.add(stays + "," + leaves);
                    for (var next : following) C1Test.assertNoHolderDenies(world, next, HONEST);
                });
        assertThat(visited).isGreaterThan(300);
        assertThat(ends).as("each can win, and it can stay with the base").contains("0,0", "1,1", "2,0");
    }

    private static List<Denials> denials(Collection<EpochStatement> statements) {
        return ATTEMPTS.stream()
                .map(each -> Denials.of(each.about(), statements, ROLL, List.of(STAYS, CHEATER)))
                .toList();
    }
}
