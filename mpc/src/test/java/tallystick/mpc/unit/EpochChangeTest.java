package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
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
import tallystick.mpc.ceremony.MandatoryBackups;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// The moves of one epoch change, each refusal by name.
class EpochChangeTest {
    private static final PartyId ONE = new PartyId(1);
    private static final int ORDERED = 3;
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final List<PartyId> ALL = Trial.parties(9);

    private final DealtKey dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
    private final TrialCeremony first = refresh(1);
    private final SortedMap<PartyId, PendingShare> pending = first.run();
    private final Roll roll = first.roll();
    private final EpochAttempt about = candidate(ONE).about();

    @AfterEach
    void close() {
        dealt.close();
    }

    @Test
    void everybodyHonest_endsWithTheOldErasedEverywhere_onlyAfterTheLastActivated() {
        var fleet = new TrialEpochs(roll, dealt.key().id(), 1).begin(pending);
        for (var party : roll.parties()) {
            assertThat(fleet.effects()).noneMatch(effect -> effect instanceof Effect.Activate);
            fleet.prepare(party, List.of());
        }
        assertThat(roll.parties()).allMatch(party -> fleet.state(party) instanceof EpochChange.Active);
        assertThat(fleet.effects()).noneMatch(effect -> effect instanceof Effect.EraseBelow);
        fleet.follow(ONE, ((EpochChange.Active) fleet.state(ONE)).confirm(roll.identity(ONE)));
        fleet.follow(TWO, ((EpochChange.Active) fleet.state(TWO)).confirm(roll.identity(TWO)));
        assertThat(fleet.effects()).noneMatch(effect -> effect instanceof Effect.EraseBelow);
        fleet.follow(THREE, ((EpochChange.Active) fleet.state(THREE)).confirm(roll.identity(THREE)));
        assertThat(fleet.effects().stream().filter(effect -> effect.equals(new Effect.EraseBelow(2))))
                .hasSize(3);
        assertThat(roll.parties())
                .allMatch(party -> fleet.state(party) instanceof EpochChange.OldErased)
                .allMatch(party -> fleet.state(party).activeEpoch() == 2);
    }

    @Test
    void preparedHeardBeforeTheOwn_isKept() {
        EpochChange state = begun(ONE);
        state = moved(state.hear(prepared(TWO), roll));
        state = moved(state.hear(prepared(THREE), roll));
        var move = (EpochMove.Moved)
                ((EpochChange.Pending) state).prepare(key(ONE), List.of(), List.of(), roll, roll.identity(ONE));
        assertThat(move.next()).isInstanceOf(EpochChange.Active.class);
        assertThat(move.effects().getFirst()).isInstanceOf(Effect.Say.class);
    }

    @Test
    void prepare_withAnotherShareSealed_isRefused() {
        var move = begun(ONE).prepare(dealt.key().hash(), List.of(), List.of(), roll, roll.identity(ONE));
        assertRefused(move, Refusal.NOT_SEALED);
    }

    @Test
    void statementNobodySigned_namesNobody_andOneOfAnotherResultItsParty() {
        var state = begunAndPrepared(ONE);
        var good = prepared(TWO);
        var unsigned = new EpochStatement(good.kind(), good.about(), TWO, CheatingDealer.flip(good.signature(), 0));
        assertUnattributed(state.hear(unsigned, roll));
        var asThree = new EpochStatement(good.kind(), good.about(), THREE, good.signature());
        assertUnattributed(state.hear(asThree, roll));
        var other =
                new EpochAttempt(about.subject(), 1, 1, about.session(), 3, TrialCeremony.digest("other result", 1));
        assertFaulty(state.hear(say(EpochStatement.Kind.PREPARED, other, TWO), roll), Fault.RESULT_MISMATCH);
        var stranger = new EpochStatement(good.kind(), good.about(), new PartyId(4), good.signature());
        assertUnattributed(state.hear(stranger, roll));
        var larger = Roll.of(List.of(ONE, TWO, THREE, new PartyId(4)), 3);
        var outside = TrialEpochs.statement(
                EpochStatement.Kind.PREPARED, about, new PartyId(4), larger.identity(new PartyId(4)));
        assertThat(outside.verifies(larger)).isTrue();
        assertThat(good.verifies(larger)).as("the same keys").isTrue();
        assertUnattributed(state.hear(outside, larger));
        var elsewhere = candidate(refresh(2), ONE).about();
        assertRefused(state.hear(say(EpochStatement.Kind.PREPARED, elsewhere, TWO), roll), Refusal.UNKNOWN_ATTEMPT);
    }

    @Test
    void partyThatTheRosterLacks_needNotDeny_butAllOthersMust() {
        var state = (EpochChange.Pending) moved(begunAndPrepared(ONE).begin(candidate(refresh(2), ONE)));
        var left = Roll.of(List.of(ONE, TWO), 3);
        var one = List.of(say(EpochStatement.Kind.NO_CERTIFICATE, about, ONE));
        var both = List.of(one.getFirst(), say(EpochStatement.Kind.NO_CERTIFICATE, about, TWO));
        assertThat(both).allMatch(statement -> statement.verifies(left));
        assertRefused(prepare(state, Denials.of(about, one, left, ALL)), Refusal.CERTIFICATE_POSSIBLE);
        assertRefused(prepare(state, Denials.of(about, List.of(), left, ALL)), Refusal.CERTIFICATE_POSSIBLE);
        assertRefused(
                prepare(state, Denials.of(about, List.of(), Roll.of(List.of(), 3), ALL)), Refusal.CERTIFICATE_POSSIBLE);
        assertRefused(prepare(state, Denials.of(about, both, roll, ALL)), Refusal.CERTIFICATE_POSSIBLE);
        var another = state.candidate().about();
        assertRefused(prepare(state, Denials.of(another, both, left, ALL)), Refusal.CERTIFICATE_POSSIBLE);
        assertThat(prepare(state, Denials.of(about, both, left, ALL))).isInstanceOf(EpochMove.Moved.class);
    }

    @Test
    void secondAttempt_needsEveryPartysDenialOfTheFirst() {
        var state = (EpochChange.Pending) moved(begunAndPrepared(ONE).begin(candidate(refresh(2), ONE)));
        var none = state.prepare(state.candidate().key().hash(), List.of(), List.of(), roll, roll.identity(ONE));
        assertRefused(none, Refusal.CERTIFICATE_POSSIBLE);
        var two = denials(about, ONE, TWO);
        assertRefused(prepare(state, two), Refusal.CERTIFICATE_POSSIBLE);
        assertRefused(prepare(state, denials(about, ONE, THREE)), Refusal.CERTIFICATE_POSSIBLE);
        var unsigned = Denials.of(
                about,
                List.of(
                        say(EpochStatement.Kind.NO_CERTIFICATE, about, ONE),
                        say(EpochStatement.Kind.NO_CERTIFICATE, about, TWO),
                        say(EpochStatement.Kind.ACTIVATED, about, THREE)),
                roll,
                ALL);
        assertRefused(prepare(state, unsigned), Refusal.CERTIFICATE_POSSIBLE);
        var ofAnother = denials(state.candidate().about(), ONE, TWO, THREE);
        assertRefused(prepare(state, ofAnother), Refusal.CERTIFICATE_POSSIBLE);
        assertThat(prepare(state, denials(about, ONE, TWO, THREE))).isInstanceOf(EpochMove.Moved.class);
    }

    @Test
    void certificateOfTheFirst_winsUntilTheSecondIsPrepared() {
        var certificate = certificate();
        var second = (EpochChange.Pending) moved(begunAndPrepared(ONE).begin(candidate(refresh(2), ONE)));
        assertThat(moved(second.receive(certificate, roll))).isInstanceOf(EpochChange.Active.class);
        var prepared = moved(prepare(second, denials(about, ONE, TWO, THREE)));
        assertRefused(prepared.receive(certificate, roll), Refusal.LATER_PREPARED);
    }

    @Test
    void deniedAttempt_isNotPutTogetherAnyMore_butAWholeCertificateCounts() {
        var denied = (EpochMove.Moved) begunAndPrepared(ONE).deny(about, ORDERED, ONE, roll.identity(ONE));
        assertThat(denied.effects())
                .hasSize(1)
                .allSatisfy(
                        effect -> assertThat(((Effect.Say) effect).statement().kind())
                                .isEqualTo(EpochStatement.Kind.NO_CERTIFICATE));
        assertRefused(denied.next().hear(prepared(TWO), roll), Refusal.DENIED);
        assertThat(moved(denied.next().receive(certificate(), roll))).isInstanceOf(EpochChange.Active.class);
        var pendingDenied = (EpochChange.Pending) moved(begun(ONE).deny(about, ORDERED, ONE, roll.identity(ONE)));
        assertRefused(prepare(pendingDenied, denials(about)), Refusal.DENIED);
        var idle = moved(idle(1).deny(about, ORDERED, ONE, roll.identity(ONE)));
        assertRefused(idle.begin(candidate(ONE)), Refusal.DENIED);
    }

    @Test
    void holderOfTheCertificate_showsItInsteadOfDenying() {
        var active = active(ONE);
        var move = (EpochMove.Moved) active.deny(about, ORDERED, ONE, roll.identity(ONE));
        assertThat(move.effects()).containsExactly(new Effect.Show(certificate()));
        assertThat(((EpochMove.Moved) active.hear(prepared(TWO), roll)).effects())
                .as("to one who is still gathering")
                .containsExactly(new Effect.Show(certificate()));
    }

    @Test
    void attemptFromAnotherBase_orNotLater_isRefused() {
        assertRefused(idle(2).begin(candidate(ONE)), Refusal.OTHER_BASE);
        assertRefused(idle(0).begin(candidate(ONE)), Refusal.OTHER_BASE);
        assertRefused(begun(ONE).begin(candidate(ONE)), Refusal.DENIED);
        assertRefused(begunAndPrepared(ONE).begin(candidate(ONE)), Refusal.DENIED);
        assertRefused(active(ONE).begin(candidate(refresh(2), ONE)), Refusal.OTHER_BASE);
    }

    @Test
    void certificateUnknownOrSpoilt_isRefused() {
        assertRefused(idle(1).receive(certificate(), roll), Refusal.UNKNOWN_ATTEMPT);
        var good = certificate();
        var fewer = new TreeMap<>(good.prepared());
        fewer.remove(TWO);
        var incomplete = new Certificate(good.about(), good.key(), good.transcript(), fewer, good.backups());
        assertRefused(begunAndPrepared(ONE).receive(incomplete, roll), Refusal.INVALID);
        var strangers = Roll.of(roll.parties(), 77);
        assertRefused(begunAndPrepared(ONE).receive(good, strangers), Refusal.INVALID);
    }

    @Test
    void afterARestart_everythingIsSaidAgain() {
        assertThat(begunAndPrepared(ONE).resume(roll.identity(ONE))).containsExactly(new Effect.Say(prepared(ONE)));
        assertThat(active(ONE).resume(roll.identity(ONE))).containsExactly(new Effect.Forward(certificate()));
        var confirmed = moved(((EpochChange.Active) active(ONE)).confirm(roll.identity(ONE)));
        assertThat(confirmed.resume(roll.identity(ONE)))
                .containsExactly(
                        new Effect.Forward(certificate()),
                        new Effect.Say(say(EpochStatement.Kind.ACTIVATED, about, ONE)));
        assertThat(idle(1).resume(roll.identity(ONE))).isEmpty();
    }

    @Test
    void mandatoryParticipant_withoutVerifiedBackup_stopsEverybody() {
        try (var key = DealtKey.deal("all(risk, any(client, backup))", Scheme.FROST_ED25519, 1)) {
            var plan = CeremonyPlan.refresh(key.key(), TrialCeremony.terms(1));
            var trial = TrialCeremony.of(plan, TrialKeys.shares(key), key.home(), 5);
            var shares = trial.run();
            var fleet = new TrialEpochs(trial.roll(), key.key().id(), 1).begin(shares);
            var attempt = EpochCandidate.of(shares.get(ONE), ONE).about();
            assertRefused(fleet.prepare(TWO, List.of()), Refusal.BACKUP_MISSING);
            var byAnother = EpochStatement.backedUp(attempt, TWO, trial.identity(TWO));
            assertRefused(fleet.prepare(TWO, List.of(byAnother)), Refusal.BACKUP_MISSING);
            var forged = EpochStatement.backedUp(attempt, ONE, trial.identity(TWO));
            assertRefused(fleet.prepare(TWO, List.of(forged)), Refusal.BACKUP_MISSING);
            var backup = EpochStatement.backedUp(attempt, ONE, trial.identity(ONE));
            for (var party : trial.roll().parties())
                assertThat(fleet.prepare(party, List.of(backup))).isInstanceOf(EpochMove.Moved.class);
            assertThat(fleet.state(ONE)).isInstanceOf(EpochChange.Active.class);
            var certificate = ((EpochChange.Active) fleet.state(ONE)).certificate();
            assertThat(certificate.backups().keySet()).containsExactly(ONE);
            var without = new Certificate(
                    certificate.about(),
                    certificate.key(),
                    certificate.transcript(),
                    certificate.prepared(),
                    new TreeMap<>());
            assertThat(without.verify(trial.roll(), key.key().tree()))
                    .isEqualTo(new Certificate.Verdict.Invalid("no verified backup of every mandatory participant"));
        }
    }

    @Test
    void mandatoryBackups_byTree() {
        assertMissing("2 of (a, b, c)", Set.of(), Set.of());
        assertMissing("2 of (a, b)", Set.of(ONE, TWO), Set.of());
        assertMissing("2 of (a, b)", Set.of(TWO), Set.of(ONE));
        assertMissing("all(risk, any(client, backup))", Set.of(ONE), Set.of());
        assertMissing("all(any(risk, riskBackup), any(client, backup))", Set.of(), Set.of());
        assertMissing("3 of (a*2, b, c)", Set.of(), Set.of(ONE));
    }

    @Test
    void newCeremonyFromAnActiveEpoch_doesNotForgetTheOld() {
        var active = active(ONE);
        var base = pending.get(ONE).key();
        var plan = CeremonyPlan.refresh(base, TrialCeremony.terms(1));
        var trial = TrialCeremony.of(plan, TrialCeremony.shares(pending), dealt.home(), 9);
        var later = moved(active.begin(EpochCandidate.of(trial.run().get(ONE), ONE)));
        assertThat(later).isInstanceOf(EpochChange.Pending.class);
        assertThat(later.activeEpoch()).isEqualTo(2);
        assertThat(later.resume(roll.identity(ONE))).containsExactly(new Effect.Forward(certificate()));
        var heard = moved(later.hear(say(EpochStatement.Kind.ACTIVATED, about, TWO), roll));
        assertThat(((EpochChange.Active) ((EpochChange.Pending) heard).base()).activated())
                .containsKey(TWO);
    }

    @Test
    void everyState_isKeptOnDiskAndReadBack() {
        var second = (EpochChange.Pending) moved(begunAndPrepared(ONE).begin(candidate(refresh(2), ONE)));
        var states = List.of(
                new EpochChange.Idle(dealt.key().id(), 3, 2),
                begun(ONE),
                moved(begun(ONE).hear(prepared(TWO), roll)),
                begunAndPrepared(ONE),
                second,
                moved(prepare(second, denials(about, ONE, TWO, THREE))),
                active(ONE),
                moved(((EpochChange.Active) active(ONE)).confirm(roll.identity(ONE))),
                new EpochChange.OldErased(certificate(), TWO, 0),
                new EpochChange.Active(certificate(), TWO, new TreeMap<>(), 4),
                new EpochChange.OldErased(certificate(), TWO, 5));
        for (var state : states) {
            var encoded = EpochChangeForm.encode(state);
            assertThat(read(encoded).orThrow()).isEqualTo(state);
            for (var length = 0; length < encoded.length(); length += 7)
                assertThat(read(encoded.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        }
        assertThat(states).hasSize(11);
        var erased = EpochChangeForm.encode(new EpochChange.OldErased(certificate(), TWO, 0));
        assertThat(erased.toArray()[5])
                .as("the form of where nothing was denied")
                .isEqualTo((byte) 5);
        var denial = EpochChangeForm.encode(states.getLast()).toArray();
        denial[denial.length - 1] = 0;
        assertThat(read(Bytes.copyOf(denial)))
                .isEqualTo(new Parsed.Malformed<EpochChange>(denial.length - 4, "denied attempt from 1"));
        var nested = EpochChangeForm.encode(begun(ONE)).toArray();
        nested[6] = 2;
        assertThat(read(Bytes.copyOf(nested)))
                .isEqualTo(new Parsed.Malformed<EpochChange>(6, "base state idle, active or erased"));
    }

    @Test
    void statementsAndCertificates_readBack() {
        for (var kind : EpochStatement.Kind.values()) {
            var statement = say(kind, about, TWO);
            assertThat(EpochStatement.parse(statement.encode()).orThrow()).isEqualTo(statement);
            for (var index = 0; index < statement.encode().length(); index++) {
                var changed = EpochStatement.parse(CheatingDealer.flip(statement.encode(), index));
                if (changed instanceof Parsed.Ok<EpochStatement>(var other))
                    assertThat(other.verifies(roll)).as("byte %d", index).isFalse();
            }
        }
        assertThat(Certificate.parse(certificate().encode()).orThrow()).isEqualTo(certificate());
    }

    @Test
    void certificate_withAnyByteChanged_isOther_andCutAnywhereIsNone() {
        var encoded = certificate().encode();
        var tree = pending.get(ONE).key().tree();
        var read = 0;
        for (var index = 0; index < encoded.length(); index++)
            if (Certificate.parse(CheatingDealer.flip(encoded, index)) instanceof Parsed.Ok<Certificate>(var other)) {
                assertThat(other.verify(roll, tree))
                        .as("byte %d", index)
                        .isInstanceOf(Certificate.Verdict.Invalid.class);
                read++;
            }
        assertThat(read).isGreaterThan(200);
        for (var length = 0; length < encoded.length(); length++)
            assertThat(Certificate.parse(encoded.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void certificate_withABrokenKey_saysWhere() {
        var encoded = certificate().encode();
        var key = pending.get(ONE).key().encode();
        var at = encoded.toHex().indexOf(key.toHex()) / 2;
        assertThat(at).isPositive();
        assertThat(Certificate.parse(CheatingDealer.flip(encoded, at)))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.offsetBytes()).isEqualTo(at));
        var trailing = at + key.length() - 1;
        var inside = GroupKey.parse(CheatingDealer.flip(key, key.length() - 1));
        assertThat(inside)
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        within -> assertThat(Certificate.parse(CheatingDealer.flip(encoded, trailing)))
                                .isEqualTo(new Parsed.Malformed<Certificate>(
                                        at + within.offsetBytes(), within.expected())));
    }

    @Test
    void state_withABrokenCertificate_saysWhere() {
        var encoded = EpochChangeForm.encode(new EpochChange.OldErased(certificate(), TWO, 0));
        var at = encoded.toHex().indexOf(certificate().encode().toHex()) / 2;
        var attemptAt = at + 5 + 32 + 4;
        var bytes = encoded.toArray();
        assertThat(bytes[attemptAt + 3]).isEqualTo((byte) 1);
        bytes[attemptAt + 3] = 0;
        assertThat(read(Bytes.copyOf(bytes))).isEqualTo(new Parsed.Malformed<EpochChange>(attemptAt, "attempt from 1"));
    }

    @Test
    void signaturesOutOfOrderTwiceOrTooMany_areMalformed() {
        var encoded = certificate().encode();
        var each = 2 + 64;
        var first = encoded.length() - 2 - 3 * each;
        assertThat(encoded.slice(first - 2, first)).isEqualTo(Bytes.ofHex("0003"));
        var twice = CheatingDealer.overwrite(encoded, first + each, encoded.slice(first, first + 2));
        assertThat(Certificate.parse(twice))
                .isEqualTo(new Parsed.Malformed<Certificate>(first + each, "parties ascending"));
        var tooMany = CheatingDealer.overwrite(encoded, first - 2, Bytes.ofHex("ffff"));
        assertThat(Certificate.parse(tooMany))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.offsetBytes()).isEqualTo(first - 2));
    }

    private TrialCeremony refresh(int attempt) {
        var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(attempt));
        return TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 3);
    }

    private EpochCandidate candidate(PartyId party) {
        return EpochCandidate.of(pending.get(party), party);
    }

    private static EpochCandidate candidate(TrialCeremony trial, PartyId party) {
        return EpochCandidate.of(trial.run().get(party), party);
    }

    private EpochChange idle(int epoch) {
        return new EpochChange.Idle(dealt.key().id(), epoch, 0);
    }

    private Parsed<EpochChange> read(Bytes encoded) {
        return EpochChangeForm.parse(encoded, dealt.key().id());
    }

    private EpochChange.Pending begun(PartyId party) {
        return (EpochChange.Pending) moved(idle(1).begin(candidate(party)));
    }

    private EpochChange begunAndPrepared(PartyId party) {
        return moved(begun(party).prepare(key(party), List.of(), List.of(), roll, roll.identity(party)));
    }

    private EpochChange active(PartyId party) {
        return moved(begunAndPrepared(party).receive(certificate(), roll));
    }

    private EpochMove prepare(EpochChange.Pending state, Denials denials) {
        return state.prepare(state.candidate().key().hash(), List.of(), List.of(denials), roll, roll.identity(ONE));
    }

    private Denials denials(EpochAttempt attempt, PartyId... parties) {
        return Denials.of(
                attempt,
                List.of(parties).stream()
                        .map(party -> say(EpochStatement.Kind.NO_CERTIFICATE, attempt, party))
                        .toList(),
                roll,
                ALL);
    }

    private Digest32 key(PartyId party) {
        return pending.get(party).key().hash();
    }

    private EpochStatement prepared(PartyId party) {
        return say(EpochStatement.Kind.PREPARED, about, party);
    }

    private EpochStatement say(EpochStatement.Kind kind, EpochAttempt attempt, PartyId party) {
        return TrialEpochs.statement(kind, attempt, party, roll.identity(party));
    }

    private Certificate certificate() {
        var signatures = new TreeMap<PartyId, Bytes>();
        for (var party : roll.parties()) signatures.put(party, prepared(party).signature());
        return new Certificate(
                about, pending.get(ONE).key(), pending.get(ONE).transcript(), signatures, new TreeMap<>());
    }

    private static EpochChange moved(EpochMove move) {
        assertThat(move).isInstanceOf(EpochMove.Moved.class);
        return ((EpochMove.Moved) move).next();
    }

    private static void assertRefused(EpochMove move, Refusal why) {
        assertThat(move)
                .isInstanceOfSatisfying(
                        EpochMove.Refused.class,
                        refused ->
                                assertThat(refused.why()).as(refused.detail()).isEqualTo(why));
    }

    private static void assertUnattributed(EpochMove move) {
        assertThat(move).isInstanceOfSatisfying(EpochMove.Faulty.class, faulty -> {
            assertThat(faulty.blame().fault()).isEqualTo(Fault.BAD_SIGNATURE);
            assertThat(faulty.blame().culprits()).isEmpty();
        });
    }

    private static void assertFaulty(EpochMove move, Fault fault) {
        assertThat(move).isInstanceOfSatisfying(EpochMove.Faulty.class, faulty -> {
            assertThat(faulty.blame().fault()).isEqualTo(fault);
            assertThat(faulty.blame().culprits()).containsExactly(TWO);
        });
    }

    private static void assertMissing(String tree, Set<PartyId> backedUp, Set<PartyId> missing) {
        var finding = MandatoryBackups.judge(TrialCeremony.tree(tree), backedUp);
        if (missing.isEmpty()) assertThat(finding).isEqualTo(new MandatoryBackups.Finding.Sufficient());
        else
            assertThat(finding)
                    .isInstanceOfSatisfying(
                            MandatoryBackups.Finding.Missing.class,
                            each -> assertThat(each.parties()).isEqualTo(missing));
    }
}
