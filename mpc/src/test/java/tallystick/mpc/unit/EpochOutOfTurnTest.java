package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.Denials;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochChangeForm;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochMove.Effect;
import tallystick.mpc.ceremony.EpochMove.Refusal;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// What each state of an epoch change answers to a statement, a certificate or an attempt that is not its turn: a
/// refusal by name, and the state stays.
class EpochOutOfTurnTest {
    private static final PartyId ONE = new PartyId(1);
    private static final int ORDERED = 3;
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId FOUR = new PartyId(4);

    private final DealtKey dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
    private final TrialCeremony first = refresh(1);
    private final SortedMap<PartyId, PendingShare> pending = first.run();
    private final SortedMap<PartyId, PendingShare> later = refresh(2).run();
    private final Roll roll = first.roll();
    private final EpochAttempt about = EpochCandidate.of(pending.get(ONE), ONE).about();
    private final EpochAttempt second = EpochCandidate.of(later.get(ONE), ONE).about();
    /// The next step of the same key, from the epoch that `about` leads to.
    private final EpochAttempt next = new EpochAttempt(about.subject(), 2, 1, Trial.session("next"), 3, about.result());

    @AfterEach
    void close() {
        dealt.close();
    }

    @Test
    void idle_hearsNothing_andKnowsNoCertificate() {
        var idle = new EpochChange.Idle(dealt.key().id(), 1, 0);
        for (var kind : Kind.values()) assertRefused(idle.hear(say(kind, about, TWO), roll), Refusal.NOT_NOW);
        assertRefused(idle.receive(certificate(), roll), Refusal.UNKNOWN_ATTEMPT);
        assertRefused(idle.deny(next, ORDERED, ONE, roll.identity(ONE)), Refusal.OTHER_BASE);
    }

    @Test
    void pending_hearsOnlyPrepared_andKnowsNoCertificateYet() {
        var state = begun();
        for (var kind : List.of(Kind.ACTIVATED, Kind.NO_CERTIFICATE, Kind.BACKED_UP))
            assertRefused(state.hear(say(kind, about, TWO), roll), Refusal.NOT_NOW);
        assertRefused(state.hear(say(Kind.PREPARED, second, TWO), roll), Refusal.UNKNOWN_ATTEMPT);
        assertRefused(state.receive(certificate(), roll), Refusal.UNKNOWN_ATTEMPT);
        assertRefused(state.receive(certificate(next), roll), Refusal.OTHER_BASE);
        assertRefused(state.deny(next, ORDERED, ONE, roll.identity(ONE)), Refusal.OTHER_BASE);
        assertThat(state.resume(roll.identity(ONE))).isEmpty();
        assertThat(state.activeEpoch()).isEqualTo(1);
    }

    @Test
    void prepared_hearsOnlyPrepared_andTakesOnlyItsOwnCertificate() {
        var state = prepared();
        for (var kind : List.of(Kind.ACTIVATED, Kind.NO_CERTIFICATE, Kind.BACKED_UP))
            assertRefused(state.hear(say(kind, about, TWO), roll), Refusal.NOT_NOW);
        assertRefused(state.receive(certificate(second), roll), Refusal.UNKNOWN_ATTEMPT);
        var sameNumber = new EpochAttempt(about.subject(), 1, 1, Trial.session("other"), 3, about.result());
        assertRefused(state.receive(certificate(sameNumber), roll), Refusal.UNKNOWN_ATTEMPT);
        assertRefused(state.receive(certificate(next), roll), Refusal.OTHER_BASE);
        var otherKey = new EpochAttempt(Trial.digest("other key"), 1, 0, Trial.session("other"), 3, about.result());
        assertRefused(state.receive(certificate(otherKey), roll), Refusal.UNKNOWN_ATTEMPT);
        assertRefused(state.deny(next, ORDERED, ONE, roll.identity(ONE)), Refusal.OTHER_BASE);
    }

    @Test
    void prepared_hearsTheOthers_andActivatesWithTheLast() {
        var two = (EpochChange.Prepared) moved(prepared().hear(say(Kind.PREPARED, about, TWO), roll));
        assertThat(two.prepared()).containsOnlyKeys(ONE, TWO);
        var again = (EpochChange.Prepared) moved(two.hear(say(Kind.PREPARED, about, TWO), roll));
        assertThat(again).isEqualTo(two);
        assertThat(moved(again.hear(say(Kind.PREPARED, about, new PartyId(3)), roll)))
                .isInstanceOf(EpochChange.Active.class);
    }

    @Test
    void move_isHandedOver_andWhatIsNoneSaysWhy() {
        var idle = new EpochChange.Idle(dealt.key().id(), 1, 0);
        var made = new EpochMove.Moved(idle, List.of());
        assertThat(made.orThrow()).isSameAs(made);
        var refused = idle.hear(say(Kind.PREPARED, about, TWO), roll);
        assertThatThrownBy(refused::orThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NOT_NOW: nothing under way");
        var faulty = new EpochMove.Faulty(Blame.of(TWO, Fault.BAD_SIGNATURE, "unsigned"));
        assertThatThrownBy(faulty::orThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("BAD_SIGNATURE: unsigned");
    }

    @Test
    void prepared_overAnActiveEpoch_stillHearsWhoUsesIt() {
        var base = active();
        var plan = CeremonyPlan.refresh(pending.get(ONE).key(), TrialCeremony.terms(1));
        var third = TrialCeremony.of(plan, TrialCeremony.shares(pending), dealt.home(), 9);
        var candidate = EpochCandidate.of(third.run().get(ONE), ONE);
        var state = (EpochChange.Pending) moved(base.begin(candidate));
        var forwarded = (EpochMove.Moved) state.deny(about, ORDERED, ONE, roll.identity(ONE));
        assertThat(forwarded.next()).isEqualTo(state);
        assertThat(forwarded.effects()).containsExactly(new Effect.Show(certificate()));
        var ready =
                moved(state.prepare(candidate.key().hash(), List.of(), List.of(), third.roll(), third.identity(ONE)));
        assertThat(ready.activeEpoch()).isEqualTo(2);
        var heard = (EpochChange.Prepared) moved(ready.hear(say(Kind.ACTIVATED, about, TWO), roll));
        assertThat(((EpochChange.Active) heard.base()).activated()).containsOnlyKeys(TWO);
        assertThat(heard.prepared()).containsOnlyKeys(ONE);
        assertThat(heard.resume(roll.identity(ONE))).hasSize(2).first().isEqualTo(new Effect.Forward(certificate()));
        var asked = (EpochMove.Moved) heard.deny(about, ORDERED, ONE, roll.identity(ONE));
        assertThat(asked.next()).isEqualTo(heard);
        assertThat(asked.effects()).containsExactly(new Effect.Show(certificate()));
    }

    @Test
    void active_hearsOnlyWhoUsesItsEpoch() {
        var state = active();
        for (var kind : List.of(Kind.NO_CERTIFICATE, Kind.BACKED_UP))
            assertRefused(state.hear(say(kind, about, TWO), roll), Refusal.NOT_NOW);
        assertRefused(state.hear(say(Kind.PREPARED, second, TWO), roll), Refusal.NOT_NOW);
        assertRefused(state.hear(say(Kind.ACTIVATED, second, TWO), roll), Refusal.UNKNOWN_ATTEMPT);
        assertStays(state.receive(certificate(), roll), state);
        assertRefused(state.receive(certificate(second), roll), Refusal.OTHER_BASE);
        assertRefused(state.receive(certificate(next), roll), Refusal.UNKNOWN_ATTEMPT);
    }

    @Test
    void active_askedToDenyAnAttemptFromAnotherBase_showsItsCertificate() {
        var ahead = new EpochAttempt(about.subject(), 3, 1, Trial.session("ahead"), 3, about.result());
        var move = (EpochMove.Moved) active().deny(ahead, ORDERED, ONE, roll.identity(ONE));
        assertThat(move.next()).isEqualTo(active());
        assertThat(move.effects()).containsExactly(new Effect.Show(certificate()));
    }

    @Test
    void active_deniesAnAttemptFromItsOwnEpoch() {
        var move = (EpochMove.Moved) active().deny(next, ORDERED, ONE, roll.identity(ONE));
        assertThat(move.next()).isEqualTo(new EpochChange.Active(certificate(), ONE, new TreeMap<>(), 1));
        assertThat(move.effects()).containsExactly(new Effect.Say(say(Kind.NO_CERTIFICATE, next, ONE)));
        var known = (EpochChange.Active) move.next();
        EpochChange state = moved(known.confirm(roll.identity(ONE)));
        for (var number : List.of(2, 3))
            state = moved(state.hear(say(Kind.ACTIVATED, about, new PartyId(number)), roll));
        assertThat(state).isEqualTo(new EpochChange.OldErased(certificate(), ONE, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "active", "erased"})
    void deniedAttempt_isNotBegunAfterwards_alsoAfterARestart(String from) {
        var base = TrialEpochs.base(dealt.key(), ONE, from);
        var first = EpochCandidate.of(pending.get(ONE), ONE);
        moved(base.begin(first));
        var denied = moved(base.deny(about, ORDERED, ONE, roll.identity(ONE)));
        var kept = EpochChangeForm.parse(
                        EpochChangeForm.encode(denied), dealt.key().id())
                .orThrow();
        assertThat(kept).isEqualTo(denied).isNotEqualTo(base);
        assertRefused(kept.begin(first), Refusal.DENIED);
        moved(kept.begin(EpochCandidate.of(later.get(ONE), ONE)));
        var higher = moved(kept.deny(second, ORDERED, ONE, roll.identity(ONE)));
        assertThat(moved(higher.deny(about, ORDERED, ONE, roll.identity(ONE)))).isEqualTo(higher);
        assertRefused(higher.begin(EpochCandidate.of(later.get(ONE), ONE)), Refusal.DENIED);
    }

    /// One denial of the highest number would leave no attempt that can ever begin.
    @ParameterizedTest
    @ValueSource(strings = {"idle", "active", "erased"})
    void attempt_thatIsNotBeforeTheOneOrdered_isNotDenied(String from) {
        var base = TrialEpochs.base(dealt.key(), ONE, from);
        var begun = (EpochChange.Pending) moved(base.begin(EpochCandidate.of(pending.get(ONE), ONE)));
        var hash = pending.get(ONE).key().hash();
        var prepared = moved(begun.prepare(hash, List.of(), List.of(), roll, roll.identity(ONE)));
        var last = new EpochAttempt(about.subject(), 1, Integer.MAX_VALUE, Trial.session("last"), 3, about.result());
        for (var state : List.of(base, begun, prepared)) {
            assertRefused(state.deny(last, 2, ONE, roll.identity(ONE)), Refusal.NOT_ORDERED);
            assertRefused(state.deny(second, 2, ONE, roll.identity(ONE)), Refusal.NOT_ORDERED);
            assertRefused(state.deny(about, 0, ONE, roll.identity(ONE)), Refusal.NOT_ORDERED);
            var denied = moved(state.deny(about, 2, ONE, roll.identity(ONE)));
            moved(denied.begin(EpochCandidate.of(later.get(ONE), ONE)));
        }
    }

    @Test
    void stateOnGenerate_isAboutItsOrder_alsoAfterARestart() {
        var order = Trial.digest("order");
        var idle = new EpochChange.Idle(order, 0, 0);
        var made = new EpochAttempt(order, 0, 1, Trial.session("generate"), 3, about.result());
        var candidate = new EpochCandidate(
                made, ONE, pending.get(ONE).key(), pending.get(ONE).transcript());
        var state = moved(idle.begin(candidate));
        assertThat(EpochChangeForm.parse(
                                EpochChangeForm.encode(state), dealt.key().id())
                        .orThrow())
                .isEqualTo(state);
        assertThat(state.subject()).isEqualTo(order);
        var others = new EpochAttempt(Trial.digest("another"), 0, 1, Trial.session("generate"), 3, about.result());
        assertRefused(state.deny(others, ORDERED, ONE, roll.identity(ONE)), Refusal.OTHER_SUBJECT);
        assertRefused(idle.deny(others, ORDERED, ONE, roll.identity(ONE)), Refusal.OTHER_SUBJECT);
    }

    @Test
    void partyWithoutALeaf_saysNothing_andIsNotHeard() {
        var larger = Roll.of(Trial.parties(4), 5);
        var four = new EpochAttempt(about.subject(), 1, 1, about.session(), 4, about.result());
        var state = new EpochChange.Active(certificate(four), FOUR, new TreeMap<>(), 0);
        assertStays(state.confirm(larger.identity(FOUR)), state);
        var said = TrialEpochs.statement(Kind.ACTIVATED, four, FOUR, larger.identity(FOUR));
        assertRefused(state.hear(said, larger), Refusal.NOT_NOW);
    }

    @Test
    void oldErased_showsItsCertificate_andWantsNothingMore() {
        var state = erased();
        for (var kind : List.of(Kind.PREPARED, Kind.NO_CERTIFICATE, Kind.BACKED_UP)) {
            var move = (EpochMove.Moved) state.hear(say(kind, about, TWO), roll);
            assertThat(move.next()).isEqualTo(state);
            assertThat(move.effects()).containsExactly(new Effect.Show(certificate()));
            assertRefused(state.hear(say(kind, second, TWO), roll), Refusal.NOT_NOW);
        }
        assertRefused(state.hear(say(Kind.ACTIVATED, about, TWO), roll), Refusal.NOT_NOW);
        assertStays(state.receive(certificate(), roll), state);
        assertRefused(state.receive(certificate(second), roll), Refusal.OTHER_BASE);
        assertRefused(state.begin(EpochCandidate.of(later.get(ONE), ONE)), Refusal.OTHER_BASE);
        assertThat(state.resume(roll.identity(ONE))).containsExactly(new Effect.Forward(certificate()));
        var denied = (EpochMove.Moved) state.deny(next, ORDERED, ONE, roll.identity(ONE));
        assertThat(denied.effects()).containsExactly(new Effect.Say(say(Kind.NO_CERTIFICATE, next, ONE)));
        var shown = (EpochMove.Moved) state.deny(second, ORDERED, ONE, roll.identity(ONE));
        assertThat(shown.effects()).containsExactly(new Effect.Show(certificate()));
        assertThat(state.activeEpoch()).isEqualTo(2);
    }

    @Test
    void denials_ofFewerPartiesOrWithoutTheLast_areNotComplete() {
        var again = (EpochChange.Pending) moved(prepared().begin(EpochCandidate.of(later.get(ONE), ONE)));
        var kept = new ArrayList<Refusal>();
        for (var parties : List.of(List.of(1, 2), List.of(2, 3), List.of(3), List.<Integer>of())) {
            var statements = parties.stream()
                    .map(number -> say(Kind.NO_CERTIFICATE, about, new PartyId(number)))
                    .toList();
            var denials = List.of(Denials.of(about, statements, roll, Trial.parties(9)));
            var move = again.prepare(later.get(ONE).key().hash(), List.of(), denials, roll, roll.identity(ONE));
            assertRefused(move, Refusal.CERTIFICATE_POSSIBLE);
            kept.add(((EpochMove.Refused) move).why());
        }
        assertThat(kept).hasSize(4);
    }

    /// A participant that denies and never says PREPARED lets no attempt end, and each try begins over the one before.
    @Test
    void attemptsThatComeToNothing_doNotMakeTheStateGrow_andWhatLaterOnesReplacedStaysRefused() {
        var key = pending.get(ONE).key();
        var state = prepared();
        var kept = new ArrayList<Integer>();
        var before = about;
        for (var attempt = 2; attempt < 8; attempt++) {
            var tried = new EpochAttempt(
                    about.subject(), 1, attempt, Trial.session("attempt " + attempt), 3, about.result());
            var begun = (EpochChange.Pending) moved(state.begin(
                    new EpochCandidate(tried, ONE, key, pending.get(ONE).transcript())));
            assertThat(begun.earlier()).extracting(EpochCandidate::about).containsExactly(before);
            assertThat(moved(begun.receive(certificate(before), roll))).isInstanceOf(EpochChange.Active.class);
            if (attempt > 2) assertRefused(begun.receive(certificate(), roll), Refusal.LATER_PREPARED);
            var unsaid = begun.prepare(key.hash(), List.of(), List.of(), roll, roll.identity(ONE));
            assertRefused(unsaid, Refusal.CERTIFICATE_POSSIBLE);
            var said = new ArrayList<EpochStatement>();
            for (var party : roll.parties()) said.add(say(Kind.NO_CERTIFICATE, before, party));
            var denials = List.of(Denials.of(before, said, roll, Trial.parties(3)));
            state = moved(begun.prepare(key.hash(), List.of(), denials, roll, roll.identity(ONE)));
            assertRefused(state.receive(certificate(before), roll), Refusal.LATER_PREPARED);
            kept.add(EpochChangeForm.encode(state).length());
            before = tried;
        }
        assertThat(kept).hasSize(6).containsOnly(kept.getFirst());
    }

    /// As a disk of before: it names every attempt that was prepared.
    @Test
    void stateThatNamesMoreAttempts_believesTheLastAlone() {
        var first = EpochCandidate.of(pending.get(ONE), ONE);
        var last = EpochCandidate.of(later.get(ONE), ONE);
        var third = new EpochAttempt(about.subject(), 1, 3, Trial.session("third"), 3, about.result());
        var candidate = new EpochCandidate(third, ONE, first.key(), first.transcript());
        var base = new EpochChange.Idle(dealt.key().id(), 1, 0);
        var state = EpochChangeForm.parse(
                        EpochChangeForm.encode(
                                new EpochChange.Pending(base, candidate, List.of(first, last), 2, new TreeMap<>())),
                        dealt.key().id())
                .orThrow();
        assertRefused(state.receive(certificate(), roll), Refusal.LATER_PREPARED);
        assertRefused(state.receive(certificate(third), roll), Refusal.UNKNOWN_ATTEMPT);
    }

    @Test
    void preparedState_saysWhichEpochIsUsed_andDeniesThroughItsBase() {
        var state = prepared();
        assertThat(state.activeEpoch()).isEqualTo(1);
        var stranger = EpochCandidate.of(refresh(5).run().get(ONE), ONE).about();
        var elsewhere = new EpochAttempt(
                stranger.subject(),
                stranger.baseEpoch() + 3,
                stranger.attempt(),
                stranger.session(),
                stranger.parties(),
                stranger.result());
        assertRefused(state.deny(elsewhere, ORDERED, ONE, roll.identity(ONE)), Refusal.OTHER_BASE);
    }

    private TrialCeremony refresh(int attempt) {
        var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(attempt));
        return TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 3);
    }

    private EpochChange.Pending begun() {
        return (EpochChange.Pending)
                moved(new EpochChange.Idle(dealt.key().id(), 1, 0).begin(EpochCandidate.of(pending.get(ONE), ONE)));
    }

    private EpochChange prepared() {
        var hash = pending.get(ONE).key().hash();
        return moved(begun().prepare(hash, List.of(), List.of(), roll, roll.identity(ONE)));
    }

    private EpochChange active() {
        return moved(prepared().receive(certificate(), roll));
    }

    private EpochChange erased() {
        EpochChange state = active();
        state = moved(((EpochChange.Active) state).confirm(roll.identity(ONE)));
        state = moved(state.hear(say(Kind.ACTIVATED, about, TWO), roll));
        state = moved(state.hear(say(Kind.ACTIVATED, about, new PartyId(3)), roll));
        assertThat(state).isInstanceOf(EpochChange.OldErased.class);
        return state;
    }

    private Certificate certificate() {
        return certificate(about);
    }

    private Certificate certificate(EpochAttempt attempt) {
        var signatures = new TreeMap<PartyId, Bytes>();
        for (var party : roll.parties())
            signatures.put(party, say(Kind.PREPARED, attempt, party).signature());
        return new Certificate(
                attempt, pending.get(ONE).key(), pending.get(ONE).transcript(), signatures, new TreeMap<>());
    }

    private EpochStatement say(Kind kind, EpochAttempt attempt, PartyId party) {
        return TrialEpochs.statement(kind, attempt, party, roll.identity(party));
    }

    private static EpochChange moved(EpochMove move) {
        assertThat(move).isInstanceOf(EpochMove.Moved.class);
        return ((EpochMove.Moved) move).next();
    }

    private static void assertStays(EpochMove move, EpochChange state) {
        assertThat(move).isEqualTo(new EpochMove.Moved(state, List.of()));
    }

    private static void assertRefused(EpochMove move, Refusal why) {
        assertThat(move)
                .isInstanceOfSatisfying(
                        EpochMove.Refused.class,
                        refused ->
                                assertThat(refused.why()).as(refused.detail()).isEqualTo(why));
    }
}
