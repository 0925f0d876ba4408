package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Denials;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.EpochWorld;
import tallystick.mpc.kit.EveryHistory;
import tallystick.mpc.kit.StampRoll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;

/// One of three parties says anything to anybody at any time in the commit phase of two attempts at one epoch, while
/// the others crash, restart, deny and try again. It may also ask them through their states of another key. Every
/// reachable state is visited.
@DisplayName("C1 forget and forgive")
class C1Test {
    private static final List<PartyId> PARTIES = List.of(new PartyId(1), new PartyId(2), new PartyId(3));
    private static final PartyId CHEATER = new PartyId(3);

    private static final StampRoll ROLL = new StampRoll(PARTIES);

    private static final List<List<EpochCandidate>> CANDIDATES = new ArrayList<>();
    private static final List<EpochStatement> LIES = new ArrayList<>();

    private static final List<GroupKey> BASE = new ArrayList<>();
    /// What each honest party may be in with another key of the same parties, in the same epoch.
    private static final List<List<EpochChange>> OTHER_KEY = new ArrayList<>();

    @BeforeAll
    static void runBothAttempts() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            BASE.add(dealt.key());
            for (var attempt = 1; attempt <= 2; attempt++) {
                var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(attempt));
                var trial = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), attempt);
                var pending = trial.run();
                CANDIDATES.add(PARTIES.stream()
                        .map(party -> EpochCandidate.of(pending.get(party), party))
                        .toList());
            }
        }
        standWithAnotherKey();
        for (var each : CANDIDATES)
            for (var kind : List.of(
                    EpochStatement.Kind.PREPARED,
                    EpochStatement.Kind.ACTIVATED,
                    EpochStatement.Kind.NO_CERTIFICATE,
                    EpochStatement.Kind.SETTLED))
                LIES.add(TrialEpochs.statement(kind, each.getFirst().about(), CHEATER, ROLL.identity(CHEATER)));
    }

    private static void standWithAnotherKey() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 2)) {
            var trial = TrialCeremony.of(
                    CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(2)),
                    TrialKeys.shares(dealt),
                    dealt.home(),
                    7);
            var shares = trial.run();
            for (var self : PARTIES.subList(0, 2)) {
                var states = new ArrayList<EpochChange>();
                for (var from : List.of("idle", "active", "erased")) {
                    var base = TrialEpochs.base(dealt.key(), self, from);
                    var begun = base.begin(EpochCandidate.of(shares.get(self), self))
                            .orThrow()
                            .next();
                    var hash = shares.get(self).key().hash();
                    states.add(base);
                    states.add(begun);
                    states.add(((EpochChange.Pending) begun)
                            .prepare(hash, List.of(), List.of(), ROLL, ROLL.identity(self))
                            .orThrow()
                            .next());
                }
                OTHER_KEY.add(states);
            }
        }
    }

    @Test
    void everyStateOfAnotherKey_refusesWhatIsAboutThisOne() {
        var ran = 0;
        for (var party = 0; party < 2; party++)
            for (var state : OTHER_KEY.get(party))
                for (var each : CANDIDATES) {
                    var self = PARTIES.get(party);
                    var candidate = each.get(party);
                    assertRefused(state.begin(candidate), EpochMove.Refusal.OTHER_SUBJECT);
                    assertRefused(
                            state.deny(candidate.about(), EveryHistory.ORDERED, self, ROLL.identity(self)),
                            EpochMove.Refusal.OTHER_SUBJECT);
                    for (var lie : LIES) assertThat(state.hear(lie, ROLL)).isInstanceOf(EpochMove.Refused.class);
                    ran++;
                }
        assertThat(ran).isEqualTo(2 * 9 * 2);
    }

    private static void assertRefused(EpochMove move, EpochMove.Refusal why) {
        assertThat(move)
                .isInstanceOfSatisfying(
                        EpochMove.Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "erased"})
    void afterEveryHistory_bothHonestPartiesHaveSharesOfOneEpoch_andUseNoTwoDifferentOnes(String from) {
        var ends = new HashSet<String>();
        var start = EpochWorld.fresh(TrialEpochs.base(BASE.getFirst(), PARTIES.getFirst(), from));
        var attempts = CANDIDATES.stream()
                .map(each -> each.stream().limit(2).map(Optional::of).toList())
                .toList();
        var visited = new EveryHistory(ROLL, BASE.getFirst(), attempts, LIES, C1Test::denials)
                .visit(start, OTHER_KEY, (world, following) -> {
                    assertSafe(world);
                    ends.add(world.using(0) + "," + world.using(1) + " " + world.held());
                    for (var next : following) assertNoHolderDenies(world, next, PARTIES.subList(0, 2));
                });
        assertThat(visited).isGreaterThan(1000);
        assertThat(ends)
                .as("both attempts can win whole, and it can stay with the base")
                .anyMatch(end -> end.equals("1,1 [[1], [1]]"))
                .anyMatch(end -> end.equals("2,2 [[2], [2]]"))
                .anyMatch(end -> end.startsWith("0,0"));
    }

    private static void assertSafe(EpochWorld world) {
        var common = new HashSet<>(world.held().get(0));
        common.retainAll(world.held().get(1));
        assertThat(common)
                .as("shares of one epoch at both honest parties in %s", world.fingerprint())
                .isNotEmpty();
        var signing = signsWith(world, 0);
        signing.retainAll(signsWith(world, 1));
        assertThat(signing)
                .as("an epoch under which both honest parties sign, in %s", world.fingerprint())
                .isNotEmpty();
        var first = world.using(0);
        var second = world.using(1);
        assertThat(first == 0 || second == 0 || first == second)
                .as("two attempts in use at once in %s", world.fingerprint())
                .isTrue();
        for (var party = 0; party < 2; party++) {
            if (world.held().get(party).contains("base")) continue;
            assertThat(world.using(1 - party))
                    .as("what the other uses once one has erased, in %s", world.fingerprint())
                    .isEqualTo(world.using(party))
                    .isNotZero();
        }
    }

    /// By what a party signs: the share of before as long as it has it, and the one it has a certificate for.
    private static Set<String> signsWith(EpochWorld world, int party) {
        var shares = new HashSet<>(world.held().get(party));
        shares.retainAll(Set.of("base", Integer.toString(world.using(party))));
        return shares;
    }

    /// Who uses what a certificate gave it says to nobody, in no state of any key, that it has none.
    static void assertNoHolderDenies(EpochWorld before, EpochWorld after, List<PartyId> honest) {
        for (var statement : after.said()) {
            var party = honest.indexOf(statement.party());
            if (before.said().contains(statement) || statement.kind() != EpochStatement.Kind.NO_CERTIFICATE) continue;
            assertThat(before.using(party))
                    .as("the attempt in use at who denies it, in %s", before.fingerprint())
                    .isNotEqualTo(statement.about().attempt());
        }
    }

    private static List<Denials> denials(Collection<EpochStatement> statements) {
        return CANDIDATES.stream()
                .map(each -> Denials.of(each.getFirst().about(), statements, ROLL, Trial.parties(9)))
                .toList();
    }
}
