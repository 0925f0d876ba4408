package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.LeftOut;
import tallystick.mpc.frost.Ciphersuite;
import tallystick.mpc.frost.CommitmentList;
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostSign;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.FrostTerms;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SignatureShare;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningNonces;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyClaim;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.RandomTree;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.PartyId;

/// The ceremonies themselves, each party its own run with echoed broadcasts, over random quorum trees: a key is
/// generated, refreshed and reshared, and signs with FROST after each.
///
/// **What is sampled** trees of two to five participants that none of them satisfies alone, of one or two gates deep,
/// one to three terms below a gate, weights of one or two: by chance from a seed, the three FROST schemes in turn. Of
/// the old satisfying sets one, by chance, deals a reshare; its target is the same tree for every third seed, else
/// another random one with members who stay, come and leave.
///
/// **What is exhaustive** after each ceremony every subset of the parties: whoever satisfies the tree signs through
/// [FrostSigning], whoever does not is refused by each of its members. In every satisfying set one old share, by
/// chance whose, is refused by its epoch; and put into the algebra all the same, where the tree is the same, it
/// spoils the signature and is named.
///
/// `-Dtallystick.seed=N` begins elsewhere; what fails says its seed.
class CeremonyTreesTest {
    private static final long SEED = Long.getLong("tallystick.seed", 1);
    private static final int PARTIES_MAX = 5;
    private static final List<Scheme> SCHEMES =
            List.of(Scheme.FROST_BIP340, Scheme.FROST_ED25519, Scheme.FROST_SECP256K1);

    private final SecretMemory home = SecretMemory.open();
    private int signed;
    private int unqualified;
    private int refusedByEpoch;
    private int spoilt;
    private int otherTrees;

    @Test
    void keysOfRandomTrees_madeRefreshedAndReshared_signWithEverySatisfyingSetAndNoOther() {
        over(24);
    }

    @Tag("slow")
    @Test
    void keysOfAThousandRandomTrees_madeRefreshedAndReshared_signWithEverySatisfyingSetAndNoOther() {
        over(1000);
    }

    private void over(int count) {
        var trees = 0;
        try (home) {
            for (var seed = SEED; trees < count; seed++) {
                try {
                    if (check(seed)) trees++;
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
                assertThat(home.lentBytes()).as("seed %d", seed).isZero();
            }
        }
        assertThat(signed).isGreaterThan(6 * count);
        assertThat(unqualified).isGreaterThan(6 * count);
        assertThat(refusedByEpoch).isGreaterThan(3 * count);
        assertThat(spoilt).isGreaterThan(2 * count);
        assertThat(otherTrees).isGreaterThan(count / 3);
    }

    /// False for a tree that is refused or has too many parties.
    private boolean check(long seed) {
        var chance = new Random(seed);
        var entropy = DealtKey.entropy(seed);
        var scheme = SCHEMES.get((int) Math.floorMod(seed, (long) SCHEMES.size()));
        var tree = tree(chance);
        if (tree.isEmpty()) return false;
        var plan = CeremonyPlan.generate(scheme, tree.get(), TrialCeremony.terms(1));
        var made = run(plan, Map.of(), seed);
        everySubset(made, entropy);
        var key = key(made);

        var refreshed = run(CeremonyPlan.refresh(key, TrialCeremony.terms(1)), made, seed + 1);
        isSuccessor(key, key(refreshed));
        everySubset(refreshed, entropy);
        oldSharesFail(made, refreshed, chance, entropy);

        var target = seed % 3 == 0 ? tree : another(chance);
        if (!target.equals(tree)) otherTrees++;
        var sets = TrialCeremony.qualifiedSets(tree.get()).stream()
                .filter(set -> LeftOut.judge(tree.get(), set, target.orElseThrow()) instanceof LeftOut.Finding.Harmless)
                .toList();
        var dealers = tree.get().qualify(sets.get(chance.nextInt(sets.size()))).orThrow();
        var reshared = run(
                CeremonyPlan.reshare(key(refreshed), dealers, target.orElseThrow(), TrialCeremony.terms(1)),
                refreshed,
                seed + 2);
        isSuccessor(key(refreshed), key(reshared));
        everySubset(reshared, entropy);
        oldSharesFail(refreshed, reshared, chance, entropy);
        List.of(made, refreshed, reshared).forEach(shares -> shares.values().forEach(KeyShare::close));
        return true;
    }

    private static Optional<QuorumTree> tree(Random chance) {
        return QuorumTree.parse(new RandomTree(chance::nextInt, 3, 2).gate(1 + chance.nextInt(2)))
                                instanceof Parsed.Ok<QuorumTree>(var tree)
                        && tree.parties().size() <= PARTIES_MAX
                ? Optional.of(tree)
                : Optional.empty();
    }

    private static Optional<QuorumTree> another(Random chance) {
        while (true) {
            var tree = tree(chance);
            if (tree.isPresent()) return tree;
        }
    }

    private SortedMap<PartyId, KeyShare> run(CeremonyPlan plan, Map<PartyId, KeyShare> old, long seed) {
        var trial = TrialCeremony.of(plan, old, home, seed);
        var pending = Outcomes.assertFinished(trial.echoed().run());
        assertThat(pending.values().stream().map(each -> each.key().hash()).distinct())
                .hasSize(1);
        var shares = TrialCeremony.shares(pending);
        assertThat(shares.keySet()).containsExactlyElementsOf(plan.tree().parties());
        return shares;
    }

    private static GroupKey key(SortedMap<PartyId, KeyShare> shares) {
        return shares.firstEntry().getValue().key();
    }

    private static void isSuccessor(GroupKey before, GroupKey after) {
        assertThat(after.point()).isEqualTo(before.point());
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.chainCode()).isEqualTo(before.chainCode());
        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    }

    private void everySubset(SortedMap<PartyId, KeyShare> shares, Entropy entropy) {
        var key = key(shares);
        var parties = key.tree().parties();
        for (var bits = 1; bits < 1 << parties.size(); bits++) {
            var subset = new ArrayList<PartyId>();
            for (var i = 0; i < parties.size(); i++) if ((bits >> i & 1) == 1) subset.add(parties.get(i));
            if (key.tree().qualify(subset) instanceof Qualification.Qualified(var set)) {
                signs(shares, set, entropy);
                signed++;
            } else {
                for (var party : subset) isRefused(shares.get(party), key, subset, Refusal.UNQUALIFIED_SET);
                unqualified++;
            }
        }
    }

    private void signs(SortedMap<PartyId, KeyShare> shares, SigningSet set, Entropy entropy) {
        var key = key(shares);
        var request = request(key);
        var setup = FrostTrial.setup(key, set, request);
        var fresh = FrostTrial.fresh(set.parties(), key.epoch());
        var signatures = Outcomes.assertFinished(Network.of(
                        set.parties(),
                        party -> FrostSigning.drawing(
                                setup.session(fresh, party),
                                FrostTrial.admitted(shares.get(party), setup),
                                entropy,
                                home))
                .run());
        for (var each : signatures.values())
            assertThat(Ciphersuite.of(key.scheme()).verify(key.point(), request.message(), each.getFirst()))
                    .as("%s", set)
                    .isTrue();
    }

    private static SigningRequest request(GroupKey key) {
        return new SigningRequest(
                FrostTrial.message(key.epoch()), KeyTweak.none(key.scheme().curve()), new TaprootTweak.None());
    }

    private static void isRefused(KeyShare share, GroupKey key, List<PartyId> parties, Refusal why) {
        var claim = KeyClaim.of(key, parties, FrostTrial.ROSTER);
        var terms = new FrostTerms(claim, FrostTrial.POLICY, List.of(request(key)), Optional.empty());
        assertThat(FrostAdmission.of(share, terms, FrostTrial.ROSTER, new TrialQuarantine()))
                .isInstanceOfSatisfying(
                        FrostAdmission.Refused.class,
                        refused -> assertThat(refused.why()).as("%s", parties).isEqualTo(why));
    }

    private void oldSharesFail(
            SortedMap<PartyId, KeyShare> old, SortedMap<PartyId, KeyShare> fresh, Random chance, Entropy entropy) {
        var key = key(fresh);
        for (var parties : TrialCeremony.qualifiedSets(key.tree())) {
            var late = parties.get(chance.nextInt(parties.size()));
            var kept = old.get(late);
            if (kept == null) continue;
            isRefused(kept, key, parties, Refusal.OTHER_EPOCH);
            refusedByEpoch++;
            if (!kept.key().tree().hash().equals(key.tree().hash())) continue;
            var mixed = new TreeMap<PartyId, KeyShare>();
            for (var party : parties) mixed.put(party, (party.equals(late) ? old : fresh).get(party));
            assertThat(combined(key, key.tree().qualify(parties).orThrow(), mixed, entropy))
                    .isEqualTo(new FrostSign.Combined.Refused(List.of(late)));
            spoilt++;
        }
    }

    /// Signs without asking anybody whether these shares may.
    private FrostSign.Combined combined(
            GroupKey key, SigningSet set, SortedMap<PartyId, KeyShare> shares, Entropy entropy) {
        var request = request(key);
        var outputKey = OutputKey.of(key, request.child(), request.taproot());
        var nonces = new TreeMap<PartyId, SigningNonces>();
        var commitments = new TreeMap<PartyId, SigningCommitments>();
        shares.forEach((party, share) -> {
            var drawn = FrostSign.commit(share, entropy, home);
            nonces.put(party, drawn);
            commitments.put(party, drawn.commitments());
        });
        var list = new CommitmentList(commitments);
        var parts = new TreeMap<PartyId, SignatureShare>();
        shares.forEach((party, share) -> parts.put(
                party,
                FrostSign.sign(share, set, outputKey, request.message(), list, nonces.get(party))
                        .orElseThrow()));
        return FrostSign.aggregate(key, set, outputKey, request.message(), list, parts);
    }
}
