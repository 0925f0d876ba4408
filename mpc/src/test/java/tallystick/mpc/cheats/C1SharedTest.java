package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.Denials;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.LeftOut;
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

/// Two attempts from one base, each dealt by another two of the old owners: nobody need cheat for both to be final,
/// unless an old owner has a part in both. Of three owners, one has; of four, only where a third takes part.
@DisplayName("C1 two attempts in use, dealt by different owners")
class C1SharedTest {
    private static final List<String> HONEST = List.of("a", "b", "c");
    private static final StampRoll ROLL =
            new StampRoll(List.of(new PartyId(1), new PartyId(2), new PartyId(3), new PartyId(4)));

    /// One attempt as its plan numbers its parties.
    private record Attempt(List<String> names, EpochCandidate first) {
        Optional<EpochCandidate> candidate(String name) {
            return number(name).map(self -> new EpochCandidate(first.about(), self, first.key(), first.transcript()));
        }

        Optional<PartyId> number(String name) {
            return Optional.of(names.indexOf(name)).filter(index -> index >= 0).map(index -> new PartyId(index + 1));
        }

        EpochStatement said(EpochStatement.Kind kind, String name) {
            var party = number(name).orElseThrow();
            return TrialEpochs.statement(kind, first.about(), party, ROLL.identity(party));
        }
    }

    private static final List<GroupKey> BASE = new ArrayList<>();
    private static final List<Attempt> ATTEMPTS = new ArrayList<>();
    private static final List<EpochStatement> LIES = new ArrayList<>();

    @BeforeAll
    static void runBothAttempts() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            BASE.add(dealt.key());
            ATTEMPTS.add(attempt(dealt, List.of(1, 2), "2 of (a, b, e)", 1));
            ATTEMPTS.add(attempt(dealt, List.of(2, 3), "2 of (b, c, f)", 2));
        }
        for (var kind : List.of(
                EpochStatement.Kind.PREPARED,
                EpochStatement.Kind.ACTIVATED,
                EpochStatement.Kind.NO_CERTIFICATE,
                EpochStatement.Kind.SETTLED)) {
            LIES.add(ATTEMPTS.getFirst().said(kind, "e"));
            LIES.add(ATTEMPTS.getLast().said(kind, "f"));
        }
    }

    private static Attempt attempt(DealtKey dealt, List<Integer> dealers, String tree, int attempt) {
        var set = dealt.set(dealers.stream().map(PartyId::new).toList());
        var plan = CeremonyPlan.reshare(dealt.key(), set, TrialCeremony.tree(tree), TrialCeremony.terms(attempt));
        var pending = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), attempt)
                .run();
        var one = new PartyId(1);
        var candidate = EpochCandidate.of(pending.get(one), one);
        pending.values().forEach(PendingShare::close);
        return new Attempt(plan.parties().stream().map(plan::nameOf).toList(), candidate);
    }

    @Test
    void twoDealersOfFour_haveNoPlan_forTheOtherTwoCouldMakeAnotherEpochFinalBesideTheirs() {
        var targets = Map.of(
                List.of(1, 2), List.of("2 of (a, b, e)", "all(a, e)", "2 of (e, g)"),
                List.of(3, 4), List.of("2 of (c, d, f)", "all(c, f)", "2 of (f, h)"));
        try (var dealt = DealtKey.deal("2 of (a, b, c, d)", Scheme.FROST_BIP340, 1)) {
            for (var each = 0; each < 3; each++) {
                var inUse = new TreeSet<Integer>();
                var refusals = 0;
                for (var dealers : targets.keySet()) {
                    try {
                        var made = attempt(dealt, dealers, targets.get(dealers).get(each), dealers.getFirst());
                        var old = dealers.contains(1) ? "a" : "c";
                        inUse.add(inUse(made, old, dealt.key()).about().attempt());
                    } catch (IllegalArgumentException refused) {
                        assertThat(refused).hasMessageContaining("could sign without anybody who takes part");
                        refusals++;
                    }
                }
                assertThat(inUse).as("attempts in use, with everybody honest").isEmpty();
                assertThat(refusals).isEqualTo(2);
            }
        }
    }

    @Test
    void whoeverWouldHaveToComeIsNamed_andWithThemThereIsAPlan() {
        try (var dealt = DealtKey.deal("2 of (a, b, c, d)", Scheme.FROST_BIP340, 1)) {
            var tree = TrialCeremony.tree("2 of (a, b, e)");
            assertThat(LeftOut.judge(dealt.key().tree(), dealt.set(1, 2).parties(), tree))
                    .isEqualTo(new LeftOut.Finding.CouldSign(
                            new TreeSet<>(List.of("c", "d")), new TreeSet<>(List.of("d"))));
            for (var third : List.of(3, 4))
                assertThat(CeremonyPlan.reshare(dealt.key(), dealt.set(1, 2, third), tree, TrialCeremony.terms(1))
                                .parties())
                        .hasSize(4);
            var staying = TrialCeremony.tree("2 of (a, d, e)");
            assertThat(CeremonyPlan.reshare(dealt.key(), dealt.set(1, 2), staying, TrialCeremony.terms(1))
                            .parties())
                    .hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "erased"})
    void afterEveryHistory_withAnHonestSharedOwner_noTwoAttemptsAreInUse(String from) {
        var base = TrialEpochs.base(BASE.getFirst(), new PartyId(1), from);
        var ends = new HashSet<List<Integer>>();
        var held = Set.of("base");
        var start = new EpochWorld(List.of(base, base, base), List.of(held, held, held), List.of());
        var attempts = ATTEMPTS.stream()
                .map(attempt -> HONEST.stream().map(attempt::candidate).toList())
                .toList();
        var visited = new EveryHistory(ROLL, BASE.getFirst(), attempts, LIES, C1SharedTest::denials)
                .visit(start, (world, _) -> {
                    var using = IntStream.range(0, HONEST.size())
                            .map(world::using)
                            .boxed()
                            .toList();
                    assertThat(using.containsAll(List.of(1, 2)))
                            .as("two attempts in use at once in %s", world.fingerprint())
                            .isFalse();
                    ends.add(using);
                });
        assertThat(visited).isGreaterThan(300);
        assertThat(ends)
                .as("each can win, and it can stay with the base")
                .contains(List.of(0, 0, 0), List.of(1, 1, 0), List.of(0, 2, 2));
    }

    /// What the rule cannot do: the one owner that both attempts have in common may be the cheat.
    @Test
    void sharedOwnerWhoCheats_makesBothFinal_andBothCertificatesBearItsSignature() {
        var using = new ArrayList<Integer>();
        for (var place = 0; place < 2; place++) {
            var attempt = ATTEMPTS.get(place);
            var certificate = inUse(attempt, place == 0 ? "a" : "c", BASE.getFirst());
            using.add(certificate.about().attempt());
            assertThat(certificate.prepared()).containsKey(attempt.number("b").orElseThrow());
        }
        assertThat(using).containsExactly(1, 2);
        assertThat(ATTEMPTS.getLast().names())
                .as("an honest party prepares the later attempt only where all of the earlier take part in it")
                .doesNotContain("a");
    }

    /// What an honest owner uses once everybody in the attempt has prepared it.
    private static Certificate inUse(Attempt attempt, String owner, GroupKey key) {
        var candidate = attempt.candidate(owner).orElseThrow();
        var identity = ROLL.identity(candidate.self());
        var begun = TrialEpochs.base(key, candidate.self(), "idle").begin(candidate);
        var change = ((EpochChange.Pending) begun.orThrow().next())
                .prepare(candidate.key().hash(), List.of(), List.of(), ROLL, identity)
                .orThrow()
                .next();
        for (var name : attempt.names())
            if (change instanceof EpochChange.Prepared)
                change = change.hear(attempt.said(EpochStatement.Kind.PREPARED, name), ROLL)
                        .orThrow()
                        .next();
        return ((EpochChange.Active) change).certificate();
    }

    /// Only the shared owner takes part in the later attempt, too.
    private static List<Denials> denials(Collection<EpochStatement> statements) {
        var first = ATTEMPTS.getFirst();
        return List.of(Denials.of(
                first.first().about(),
                statements,
                ROLL,
                List.of(first.number("b").orElseThrow())));
    }
}
