package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Element;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;

/// What holds for every tree and scheme, whatever the chance.
class CeremonyLawsTest {
    private static final List<String> TREES = List.of(
            "2 of (a, b)",
            "2 of (a, b, c)",
            "all(risk, any(client, backup))",
            "all(risk, 3 of (ceo*2, cfo*2, ops))",
            "2 of (a, all(b, c), 2 of (d, e, f))");

    @Test
    void generate_overEveryTreeAndScheme_sharesOneKey() {
        var sets = 0;
        for (var scheme : Scheme.values())
            for (var tree : TREES)
                try (var home = SecretMemory.open()) {
                    var trial = TrialCeremony.generate(tree, scheme, home, 7 + scheme.code());
                    var pending = trial.run();
                    assertAgreed(pending);
                    var shares = TrialCeremony.shares(pending);
                    sets += assertShares(shares);
                    assertThat(key(pending).epoch()).isEqualTo(1);
                    shares.values().forEach(KeyShare::close);
                    assertThat(home.lentBytes()).as("secrets left open").isZero();
                }
        assertThat(sets).isEqualTo(4 * (1 + 4 + 3 + 4 + qualified(TREES.get(4))));
    }

    @Test
    void refresh_keepsKeyAndChainCode_changesEveryShare_andOldAndNewDoNotMix() {
        var mixed = 0;
        for (var scheme : Scheme.values())
            for (var tree : TREES)
                try (var home = SecretMemory.open()) {
                    var before = TrialCeremony.shares(
                            TrialCeremony.generate(tree, scheme, home, 11).run());
                    var base = before.firstEntry().getValue().key();
                    var plan = CeremonyPlan.refresh(base, TrialCeremony.terms(1));
                    var pending = TrialCeremony.of(plan, before, home, 12).run();
                    assertAgreed(pending);
                    var after = TrialCeremony.shares(pending);
                    assertShares(after);
                    assertSuccessor(base, key(pending));
                    for (var leaf : base.leafPoints().keySet())
                        assertThat(key(pending).leafPoint(leaf)).isNotEqualTo(base.leafPoint(leaf));
                    mixed += assertDoNotMix(before, after);
                }
        assertThat(mixed).isGreaterThan(50);
    }

    @Test
    void reshare_toOtherMembersAndTrees_keepsTheKey() {
        var cases = Map.of(
                "2 of (a, b, c)", "3 of (b, d, c, e)",
                "all(risk, any(client, backup))", "2 of (x, y, z)",
                "2 of (a, all(b, c), 2 of (d, e, f))", "all(risk, 3 of (a*2, b*2, g))");
        var done = 0;
        for (var scheme : Scheme.values())
            for (var each : cases.entrySet())
                try (var home = SecretMemory.open()) {
                    var before = TrialCeremony.shares(TrialCeremony.generate(each.getKey(), scheme, home, 21)
                            .run());
                    var base = before.firstEntry().getValue().key();
                    for (var dealers : TrialCeremony.qualifiedSets(base.tree()).subList(0, 2)) {
                        var plan = CeremonyPlan.reshare(
                                base,
                                base.tree().qualify(dealers).orThrow(),
                                TrialCeremony.tree(each.getValue()),
                                TrialCeremony.terms(1));
                        var pending =
                                TrialCeremony.of(plan, before, home, 22 + done).run();
                        assertAgreed(pending);
                        assertSuccessor(base, key(pending));
                        assertShares(TrialCeremony.shares(pending));
                        assertThat(TrialCeremony.shares(pending).keySet())
                                .containsExactlyElementsOf(plan.tree().parties());
                        done++;
                    }
                }
        assertThat(done).isEqualTo(4 * 3 * 2);
    }

    @Test
    void repair_ofEveryParty_givesBackTheSameLeaves() {
        var repaired = 0;
        for (var scheme : Scheme.values())
            for (var tree : List.of("2 of (a, b, c)", "3 of (a*2, b*2, c)", "2 of (x, any(a, b), 2 of (c, d, e))"))
                try (var home = SecretMemory.open()) {
                    var before = TrialCeremony.shares(
                            TrialCeremony.generate(tree, scheme, home, 31).run());
                    var base = before.firstEntry().getValue().key();
                    for (var lost : base.tree().parties()) {
                        var helpers = TrialCeremony.without(base.tree().parties(), lost);
                        var plan = repairPlan(base, lost, helpers);
                        if (plan.isEmpty()) continue;
                        var pending = TrialCeremony.of(plan.getFirst(), before, home, 32)
                                .run();
                        assertAgreed(pending);
                        assertThat(key(pending).leafPoints()).isEqualTo(base.leafPoints());
                        assertSuccessor(base, key(pending));
                        var back = TrialCeremony.shares(pending).get(lost);
                        before.get(lost)
                                .leaves()
                                .forEach((leaf, share) -> assertThat(share.sameAs(back.leaf(leaf)))
                                        .isTrue());
                        assertShares(TrialCeremony.shares(pending));
                        repaired++;
                    }
                }
        assertThat(repaired).isEqualTo(4 * (3 + 3 + 6));
    }

    @Test
    void echoedRun_ofEveryKind_finishes() {
        try (var home = SecretMemory.open()) {
            var made = Outcomes.assertFinished(TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 41)
                    .echoed()
                    .run());
            var shares = TrialCeremony.shares(made);
            var base = key(made);
            var repair = repairPlan(base, new PartyId(2), List.of(new PartyId(1), new PartyId(3)))
                    .getFirst();
            var plans = List.of(
                    CeremonyPlan.refresh(base, TrialCeremony.terms(1)),
                    CeremonyPlan.reshare(
                            base,
                            base.tree()
                                    .qualify(List.of(new PartyId(1), new PartyId(3)))
                                    .orThrow(),
                            TrialCeremony.tree("2 of (a, x, y)"),
                            TrialCeremony.terms(1)),
                    repair);
            for (var plan : plans)
                assertAgreed(Outcomes.assertFinished(
                        TrialCeremony.of(plan, shares, home, 42).echoed().run()));
        }
    }

    private static List<CeremonyPlan> repairPlan(GroupKey base, PartyId lost, Collection<PartyId> helpers) {
        try {
            return List.of(CeremonyPlan.repair(base, lost, helpers, TrialCeremony.terms(1)));
        } catch (IllegalArgumentException cannot) {
            return List.of();
        }
    }

    private static int qualified(String tree) {
        return TrialCeremony.qualifiedSets(TrialCeremony.tree(tree)).size();
    }

    private static GroupKey key(SortedMap<PartyId, PendingShare> pending) {
        return pending.firstEntry().getValue().key();
    }

    private static void assertAgreed(SortedMap<PartyId, PendingShare> pending) {
        assertThat(pending.values().stream().map(each -> each.key().hash()).distinct())
                .hasSize(1);
        assertThat(pending.values().stream().map(PendingShare::transcript).distinct())
                .hasSize(1);
        var key = key(pending);
        assertThat(GroupKey.parse(key.encode()).orThrow()).isEqualTo(key);
    }

    private static void assertSuccessor(GroupKey base, GroupKey next) {
        assertThat(next.id()).isEqualTo(base.id());
        assertThat(next.point()).isEqualTo(base.point());
        assertThat(next.chainCode()).isEqualTo(base.chainCode());
        assertThat(next.scheme()).isEqualTo(base.scheme());
        assertThat(next.epoch()).isEqualTo(base.epoch() + 1);
    }

    /// Every qualified set's additive shares fit their points and sum to the key; returns how many sets.
    private static int assertShares(SortedMap<PartyId, KeyShare> shares) {
        var key = shares.firstEntry().getValue().key();
        var sets = TrialCeremony.qualifiedSets(key.tree());
        for (var parties : sets) assertThat(sum(parties, shares, shares)).isEqualTo(key.point());
        assertThat(sets).isNotEmpty();
        return sets.size();
    }

    /// In every qualified set, the first party's share from before and the others' from after are another key's.
    private static int assertDoNotMix(SortedMap<PartyId, KeyShare> before, SortedMap<PartyId, KeyShare> after) {
        var key = after.firstEntry().getValue().key();
        var sets = TrialCeremony.qualifiedSets(key.tree());
        for (var parties : sets) assertThat(sum(parties, before, after)).isNotEqualTo(key.point());
        return sets.size();
    }

    private static Element sum(
            List<PartyId> parties, SortedMap<PartyId, KeyShare> first, SortedMap<PartyId, KeyShare> rest) {
        var group = first.firstEntry().getValue().key().group();
        Element sum = group.identity();
        for (var party : parties) {
            var share = (party.equals(parties.getFirst()) ? first : rest).get(party);
            var set = share.key().tree().qualify(parties).orThrow();
            try (var additive = share.additiveShare(set)) {
                var point = additive.timesGenerator();
                assertThat(point).isEqualTo(share.key().additivePoint(party, set));
                sum = sum.plus(point);
            }
        }
        return sum;
    }

    @Test
    void planOfRepair_withHelpersWhoDoNotKnowTheLeaf_isRefused() {
        try (var home = SecretMemory.open()) {
            var shares =
                    TrialCeremony.shares(TrialCeremony.generate("2 of (x, y, all(b, c))", Scheme.FROST_BIP340, home, 51)
                            .run());
            var base = shares.firstEntry().getValue().key();
            var helpers = List.of(new PartyId(1), new PartyId(2));
            assertThatThrownBy(() -> CeremonyPlan.repair(base, new PartyId(3), helpers, TrialCeremony.terms(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("helpers do not determine leaf 2");
            var more = List.of(new PartyId(1), new PartyId(2), new PartyId(4));
            var plan = CeremonyPlan.repair(base, new PartyId(3), more, TrialCeremony.terms(1));
            var back = TrialCeremony.shares(
                            TrialCeremony.of(plan, shares, home, 52).run())
                    .get(new PartyId(3));
            assertThat(back.leaves()
                            .firstEntry()
                            .getValue()
                            .sameAs(shares.get(new PartyId(3))
                                    .leaves()
                                    .firstEntry()
                                    .getValue()))
                    .isTrue();
        }
    }
}
