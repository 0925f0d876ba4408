package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// A node's store is put back to an earlier day, or statements and certificates of another day are played again.
@DisplayName("C9 restore from backup, certificates")
class C9CeremonyTest {
    private static final PartyId ONE = new PartyId(1);

    @Test
    void restoredParty_takesNoCertificateThatSkipsItsEpoch_andAnActiveOneNoEarlier() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var second = refresh(dealt.key(), TrialKeys.shares(dealt), dealt, 2);
            var toTwo = certify(second);
            var third = refresh(toTwo.key(), TrialCeremony.shares(second.pending()), dealt, 3);
            var toThree = certify(third);
            var restored = moved(new EpochChange.Idle(dealt.key().id(), 1, 0).begin(candidate(second)));
            assertRefused(restored.receive(toThree, third.roll()), EpochMove.Refusal.OTHER_BASE);
            var ahead = activate(third, toThree);
            assertThat(ahead.activeEpoch()).isEqualTo(3);
            assertRefused(ahead.receive(toTwo, second.roll()), EpochMove.Refusal.OTHER_BASE);
            assertRefused(ahead.begin(candidate(second)), EpochMove.Refusal.OTHER_BASE);
        }
    }

    @Test
    void preparedOfAnotherAttemptEpochOrKey_countsForNothing() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var run = refresh(dealt.key(), TrialKeys.shares(dealt), dealt, 2);
            var good = certify(run);
            assertThat(good.verify(run.roll(), dealt.key().tree())).isInstanceOf(Certificate.Verdict.Valid.class);
            var about = good.about();
            var cases = 0;
            for (var other : List.of(
                    new EpochAttempt(TrialCeremony.digest("key", 1), 1, 1, about.session(), 3, about.result()),
                    new EpochAttempt(about.subject(), 2, 1, about.session(), 3, about.result()),
                    new EpochAttempt(about.subject(), 1, 2, about.session(), 3, about.result()),
                    new EpochAttempt(about.subject(), 1, 1, otherSession(dealt), 3, about.result()),
                    new EpochAttempt(about.subject(), 1, 1, about.session(), 2, about.result()),
                    new EpochAttempt(about.subject(), 1, 1, about.session(), 3, TrialCeremony.digest("result", 1)))) {
                var replayed = new Certificate(other, good.key(), good.transcript(), good.prepared(), good.backups());
                assertThat(replayed.verify(run.roll(), dealt.key().tree()))
                        .as("%s", other)
                        .isInstanceOf(Certificate.Verdict.Invalid.class);
                cases++;
            }
            assertThat(cases).isEqualTo(6);
        }
    }

    /// All parties really signed, but about something that no change of this key is.
    @Test
    void certificate_wellSignedAboutSomethingElse_isInvalid() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var run = refresh(dealt.key(), TrialKeys.shares(dealt), dealt, 2);
            var good = certify(run);
            var about = good.about();
            var reasons = Map.of(
                    new EpochAttempt(TrialCeremony.digest("key", 1), 1, 1, about.session(), 3, about.result()),
                    "another key's id",
                    new EpochAttempt(about.subject(), 2, 1, about.session(), 3, about.result()),
                    "epoch 2 after base 2",
                    new EpochAttempt(about.subject(), 1, 1, about.session(), 2, about.result()),
                    "not signed by every party of the run");
            reasons.forEach((other, why) -> assertThat(resign(run, good, other)
                            .verify(run.roll(), dealt.key().tree()))
                    .isEqualTo(new Certificate.Verdict.Invalid(why)));
            assertThat(resign(run, good, about).verify(run.roll(), dealt.key().tree()))
                    .isInstanceOf(Certificate.Verdict.Valid.class);
        }
    }

    private static Certificate resign(Refreshed run, Certificate good, EpochAttempt about) {
        var prepared = new TreeMap<PartyId, Bytes>();
        for (var party : run.roll().parties().subList(0, about.parties()))
            prepared.put(
                    party,
                    TrialEpochs.statement(
                                    EpochStatement.Kind.PREPARED,
                                    about,
                                    party,
                                    run.roll().identity(party))
                            .signature());
        return new Certificate(about, good.key(), good.transcript(), prepared, good.backups());
    }

    @Test
    void certificate_withAnyPartReplaced_isInvalid() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var another = dealt.refreshed(7)) {
            var run = refresh(dealt.key(), TrialKeys.shares(dealt), dealt, 2);
            var good = certify(run);
            var swapped = new TreeMap<>(good.prepared());
            swapped.put(ONE, good.prepared().lastEntry().getValue());
            var fewer = new TreeMap<>(good.prepared());
            fewer.remove(ONE);
            var stranger = new TreeMap<>(good.prepared());
            stranger.put(new PartyId(4), stranger.remove(ONE));
            var spare = new TreeMap<PartyId, Bytes>();
            spare.put(ONE, good.prepared().get(ONE));
            var cases = List.of(
                    new Certificate(good.about(), another.key(), good.transcript(), good.prepared(), good.backups()),
                    new Certificate(
                            good.about(),
                            good.key(),
                            TrialCeremony.digest("transcript", 1),
                            good.prepared(),
                            good.backups()),
                    new Certificate(good.about(), good.key(), good.transcript(), swapped, good.backups()),
                    new Certificate(good.about(), good.key(), good.transcript(), fewer, good.backups()),
                    new Certificate(good.about(), good.key(), good.transcript(), stranger, good.backups()),
                    new Certificate(good.about(), good.key(), good.transcript(), good.prepared(), spare));
            var reasons = List.of(
                    "a result that is not of this key and transcript",
                    "a result that is not of this key and transcript",
                    "a signature that does not verify",
                    "not signed by every party of the run",
                    "not signed by every party of the run",
                    "no verified backup of every mandatory participant");
            for (var i = 0; i < cases.size(); i++)
                assertThat(cases.get(i).verify(run.roll(), dealt.key().tree()))
                        .isEqualTo(new Certificate.Verdict.Invalid(reasons.get(i)));
            assertThat(good.verify(run.roll(), TrialCeremony.tree("2 of (a, b, d)")))
                    .isEqualTo(new Certificate.Verdict.Invalid("another quorum tree"));
            assertThat(good.verify(
                            Roll.of(run.roll().parties(), 99), dealt.key().tree()))
                    .isEqualTo(new Certificate.Verdict.Invalid("a signature that does not verify"));
        }
    }

    private record Refreshed(SortedMap<PartyId, PendingShare> pending, Roll roll) {}

    private static Refreshed refresh(GroupKey base, SortedMap<PartyId, KeyShare> shares, DealtKey dealt, long seed) {
        var trial = TrialCeremony.of(CeremonyPlan.refresh(base, TrialCeremony.terms(1)), shares, dealt.home(), seed);
        return new Refreshed(trial.run(), trial.roll());
    }

    private static EpochCandidate candidate(Refreshed run) {
        return EpochCandidate.of(run.pending().get(ONE), ONE);
    }

    private static Certificate certify(Refreshed run) {
        var candidate = candidate(run);
        var prepared = new TreeMap<PartyId, Bytes>();
        for (var party : run.roll().parties())
            prepared.put(
                    party,
                    TrialEpochs.statement(
                                    EpochStatement.Kind.PREPARED,
                                    candidate.about(),
                                    party,
                                    run.roll().identity(party))
                            .signature());
        return new Certificate(candidate.about(), candidate.key(), candidate.transcript(), prepared, new TreeMap<>());
    }

    private static EpochChange activate(Refreshed run, Certificate certificate) {
        var pending = (EpochChange.Pending)
                moved(new EpochChange.Idle(certificate.key().id(), 2, 0).begin(candidate(run)));
        var prepared = moved(pending.prepare(
                certificate.key().hash(),
                List.of(),
                List.of(),
                run.roll(),
                run.roll().identity(ONE)));
        return moved(prepared.receive(certificate, run.roll()));
    }

    private static SessionId otherSession(DealtKey dealt) {
        return refreshPlan(dealt).sessionId();
    }

    private static CeremonyPlan refreshPlan(DealtKey dealt) {
        return TrialCeremony.of(
                        CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(9)),
                        TrialKeys.shares(dealt),
                        dealt.home(),
                        9)
                .plan();
    }

    private static EpochChange moved(EpochMove move) {
        assertThat(move).isInstanceOf(EpochMove.Moved.class);
        return ((EpochMove.Moved) move).next();
    }

    private static void assertRefused(EpochMove move, EpochMove.Refusal why) {
        assertThat(move)
                .isInstanceOfSatisfying(
                        EpochMove.Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo(why));
    }
}
