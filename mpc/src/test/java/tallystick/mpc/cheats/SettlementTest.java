package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochMove.Effect;
import tallystick.mpc.ceremony.EpochMove.Refusal;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.ceremony.Settlement;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// Of `2 of (a, b, c)` all but b have given the key to `2 of (a, c, d)`. b is shown that everybody uses it; or is told
/// so of epochs that nobody uses, or strangers do.
@DisplayName("Who may have a share given up, docs/spec/ceremony.md CE-32, CE-35, CE-36")
class SettlementTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final List<String> MAKERS = List.of("a", "c", "d");
    private static final Digest32 TRANSCRIPT =
            Transcript.of("tallystick/test/v1/forged").digest();

    private final DealtKey dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
    private final GroupKey known = dealt.key();
    private final Roll roll = Roll.of(List.of(ONE, TWO, THREE, new PartyId(4)), 5);

    @AfterEach
    void close() {
        dealt.close();
    }

    private GroupKey key(GroupKey like, String tree, int epoch) {
        var leaves = new TreeMap<LeafId, Element>();
        Element point = like.point();
        for (var leaf : TrialCeremony.tree(tree).leaves()) {
            point = point.plus(like.group().scalar(5).timesGenerator());
            leaves.put(leaf.id(), point);
        }
        return new GroupKey(
                like.id(), like.scheme(), TrialCeremony.tree(tree), epoch, like.point(), like.chainCode(), leaves);
    }

    private GroupKey later() {
        return key(known, "2 of (a, c, d)", 2);
    }

    private static EpochAttempt about(GroupKey key, int parties) {
        var result = Transcript.of("tallystick/ceremony/v1/result")
                .add("transcript", TRANSCRIPT)
                .add("key", key.encode())
                .digest();
        return new EpochAttempt(key.id(), key.epoch() - 1, 1, new SessionId(TRANSCRIPT), parties, result);
    }

    private EpochStatement said(Kind kind, EpochAttempt about, PartyId party) {
        return TrialEpochs.statement(kind, about, party, roll.identity(party));
    }

    private Certificate certificate(GroupKey key, int parties) {
        var about = about(key, parties);
        var prepared = new TreeMap<PartyId, Bytes>();
        for (var number = 1; number <= parties; number++) {
            var party = new PartyId(number);
            prepared.put(party, said(Kind.PREPARED, about, party).signature());
        }
        return new Certificate(about, key, TRANSCRIPT, prepared, new TreeMap<>());
    }

    private ShownEpoch shown(GroupKey key, List<String> makers) {
        return switch (ShownEpoch.of(certificate(key, makers.size()).encode(), makers, roll)) {
            case ShownEpoch.Finding.Proved(var epoch) -> epoch;
            case ShownEpoch.Finding.Unproved(var why) -> throw new AssertionError(why);
        };
    }

    private Settlement settled(ShownEpoch epoch, PartyId... owners) {
        var said = new ArrayList<EpochStatement>();
        for (var owner : owners) said.add(said(Kind.SETTLED, epoch.certificate().about(), owner));
        return Settlement.of(epoch, said, roll);
    }

    private EpochChange bravo() {
        return TrialEpochs.base(known, TWO, "erased");
    }

    /// Every state that b may be in, with its share of the first epoch in use.
    private Map<String, EpochChange> states() {
        var plan = CeremonyPlan.refresh(known, TrialCeremony.terms(1));
        var pending =
                TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 1).run();
        var states = new TreeMap<String, EpochChange>();
        for (var from : List.of("active", "erased")) {
            var base = TrialEpochs.base(known, TWO, from);
            var begun = base.begin(EpochCandidate.of(pending.get(TWO), TWO))
                    .orThrow()
                    .next();
            states.put(from, base);
            states.put(from + ", begun", begun);
            states.put(
                    from + ", prepared",
                    ((EpochChange.Pending) begun)
                            .prepare(pending.get(TWO).key().hash(), List.of(), List.of(), roll, roll.identity(TWO))
                            .orThrow()
                            .next());
        }
        return states;
    }

    private static void assertRefused(Refusal why, EpochMove move) {
        assertThat(move)
                .isInstanceOfSatisfying(
                        EpochMove.Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo(why));
    }

    @Test
    void epochThatOwnersSayEverybodyUses_hasEveryStateGiveUp_alsoOneWithoutAnEpochInUse() {
        var settlement = settled(shown(later(), MAKERS), ONE, TWO);
        var expected = new EpochMove.Moved(new EpochChange.Idle(known.id(), 2, 0), List.of(new Effect.EraseBelow(2)));
        var states = states();
        assertThat(states).hasSize(6);
        states.forEach((name, state) ->
                assertThat(state.giveUp(settlement, List.of())).as(name).isEqualTo(expected));
        var idle = new EpochChange.Idle(known.id(), 1, 0);
        assertThat(idle.giveUp(settlement, List.of(known))).isEqualTo(expected);
        assertRefused(Refusal.OTHER_HISTORY, idle.giveUp(settlement, List.of()));
        assertThat(settlement.epoch().makers()).isEqualTo(MAKERS);
    }

    @Test
    void fewerThanASigningSetOfOwners_orOtherWords_settleNothing() {
        var epoch = shown(later(), List.of("a", "c", "d", "b"));
        var about = epoch.certificate().about();
        var one = said(Kind.SETTLED, about, ONE);
        var other = new EpochAttempt(
                about.subject(), about.baseEpoch(), 2, about.session(), about.parties(), about.result());
        var stolen = new EpochStatement(Kind.SETTLED, about, TWO, one.signature());
        var enough = List.of(one, said(Kind.SETTLED, about, THREE));
        assertThat(Settlement.of(epoch, enough, roll).isProved()).isTrue();
        var cheats = List.<List<EpochStatement>>of(
                List.of(),
                List.of(one),
                List.of(one, one),
                List.of(one, said(Kind.ACTIVATED, about, TWO)),
                List.of(one, said(Kind.PREPARED, about, TWO)),
                List.of(one, said(Kind.SETTLED, other, TWO)),
                List.of(one, stolen),
                // A dealer that left is no owner.
                List.of(one, said(Kind.SETTLED, about, new PartyId(4))));
        for (var cheat : cheats) {
            var settlement = Settlement.of(epoch, cheat, roll);
            assertThat(settlement.isProved()).isFalse();
            states().values().forEach(state -> assertRefused(Refusal.NOT_SETTLED, state.giveUp(settlement, List.of())));
        }
        assertThat(Settlement.of(epoch, enough, roll.with(THREE, 99)).isProved())
                .as("by the roster as it is now")
                .isFalse();
    }

    @Test
    void anotherKey_orAnEpochNotAbove_isNotGivenUpFor() {
        var other = new GroupKey(
                TRANSCRIPT, known.scheme(), later().tree(), 2, known.point(), known.chainCode(), later().leafPoints());
        assertRefused(Refusal.OTHER_SUBJECT, bravo().giveUp(settled(shown(other, MAKERS), ONE, TWO), List.of(known)));
        var inTwo = TrialEpochs.base(later(), ONE, "erased");
        var settlement = settled(shown(later(), MAKERS), ONE, TWO);
        assertRefused(Refusal.NOT_NOW, inTwo.giveUp(settlement, List.of(known)));
    }

    /// All of these are settled among those who made them, and their certificates verify.
    @Test
    void forgedHistory_inEachFieldOfTheKey_andBySetsThatCannotSign_isRefused() {
        var like = later();
        var tree = like.tree();
        var leaves = like.leafPoints();
        var seven = known.group().scalar(7).timesGenerator().orThrow("seven");
        var cheats = new TreeMap<String, ShownEpoch>();
        cheats.put(
                "scheme",
                shown(
                        new GroupKey(
                                known.id(), Scheme.ECDSA_SECP256K1, tree, 2, known.point(), known.chainCode(), leaves),
                        MAKERS));
        var other =
                new GroupKey(known.id(), known.scheme(), known.tree(), 1, seven, known.chainCode(), known.leafPoints());
        cheats.put("point", shown(key(other, "2 of (a, c, d)", 2), MAKERS));
        cheats.put(
                "chain code",
                shown(new GroupKey(known.id(), known.scheme(), tree, 2, known.point(), TRANSCRIPT, leaves), MAKERS));
        cheats.put("makers", shown(key(known, "2 of (c, d, e)", 2), List.of("c", "d", "e")));
        cheats.put("makers of other names", shown(key(known, "2 of (x, y, z)", 2), List.of("x", "y", "z")));
        cheats.forEach((field, epoch) -> {
            assertThat(epoch.follows(known)).as(field).isFalse();
            assertRefused(Refusal.OTHER_HISTORY, bravo().giveUp(settled(epoch, ONE, TWO, THREE), List.of(like)));
        });
        assertThat(cheats).hasSize(5);
        var good = shown(later(), MAKERS);
        assertThat(good.follows(known)).isTrue();
        assertThat(good.follows(later())).as("made before").isFalse();
    }

    @Test
    void certificateThatDoesNotVerify_orNamesItDoesNotBear_isNoShownEpoch() {
        var good = certificate(later(), 3);
        var about = good.about();
        var noSignature = new TreeMap<>(good.prepared());
        noSignature.remove(THREE);
        var swapped = new TreeMap<>(good.prepared());
        swapped.put(THREE, Bytes.copyOf(new byte[64]));
        var late = new EpochAttempt(about.subject(), 3, 1, about.session(), 3, about.result());
        var result = new EpochAttempt(about.subject(), 1, 1, about.session(), 3, TRANSCRIPT);
        var cheats = List.of(
                with(good, about, noSignature),
                with(good, about, swapped),
                with(good, late, good.prepared()),
                with(good, result, good.prepared()));
        for (var cheat : cheats) assertUnproved(cheat, MAKERS);
        var names = List.of(
                List.of("a", "c"),
                List.of("a", "c", "d", "b"),
                List.of("a", "c", "c"),
                List.of("c", "a", "d"),
                List.of("a", "c", "b"));
        for (var cheat : names) assertUnproved(good, cheat);
        assertThat(ShownEpoch.of(good, MAKERS, roll.with(THREE, 99))).isInstanceOf(ShownEpoch.Finding.Unproved.class);
        assertThat(ShownEpoch.of(good, MAKERS, roll.without(THREE))).isInstanceOf(ShownEpoch.Finding.Unproved.class);
        assertThat(ShownEpoch.of(Bytes.ofUtf8("TSEC"), MAKERS, roll)).isInstanceOf(ShownEpoch.Finding.Unproved.class);
        assertThat(cheats.size() + names.size()).isEqualTo(9);
    }

    private static Certificate with(Certificate like, EpochAttempt about, SortedMap<PartyId, Bytes> prepared) {
        return new Certificate(about, like.key(), like.transcript(), prepared, like.backups());
    }

    private void assertUnproved(Certificate certificate, List<String> names) {
        assertThat(ShownEpoch.of(certificate, names, roll)).isInstanceOf(ShownEpoch.Finding.Unproved.class);
    }

    @Test
    void settled_isSaidByOwnersAlone() {
        var certificate = certificate(later(), 4);
        for (var number = 1; number <= 4; number++) {
            var self = new PartyId(number);
            var said = new EpochChange.OldErased(certificate, self, 0).settled(roll.identity(self));
            assertThat(said.isPresent()).as("party %d", number).isEqualTo(number <= 3);
            said.ifPresent(statement -> assertThat(statement.verifies(roll)).isTrue());
        }
    }
}
